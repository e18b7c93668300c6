namespace Countersign.AspNetCore.Issuers;

/// <summary>Where the keys of an issuer are published. One question is asked at a time.</summary>
public interface IKeySource : IDisposable
{
    /// <summary>Asks now. What the issuer answers is never an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller ended the question.</exception>
    Task<KeySourceAnswer> AskAsync(CancellationToken cancel);
}
