namespace Countersign.Client.Failures;

/// <summary>What becomes of a 401 that credentials did not help against.</summary>
public enum FailureMode
{
    /// <summary>An <see cref="AuthenticationFailedException"/> says why.</summary>
    Throw,

    /// <summary>The caller gets the answer, as if there were no handler.</summary>
    ReturnResponse,
}
