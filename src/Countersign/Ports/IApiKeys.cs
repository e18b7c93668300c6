using Countersign.Decisions;

namespace Countersign.Ports;

/// <summary>What became of a look-up of an API key.</summary>
public enum ApiKeyOutcome
{
    /// <summary>The key is good.</summary>
    Good,

    /// <summary>Not a key of this store: wrong form or checksum.</summary>
    Malformed,

    /// <summary>Well formed and unknown.</summary>
    Unknown,

    /// <summary>Past its expiry.</summary>
    Expired,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>The store can't be read.</summary>
    Unavailable,
}

/// <summary>The outcome of a look-up.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Subject">The key as a subject with its scopes; known too when it is expired or revoked.</param>
/// <param name="Evidence">What the operator may know: the key's id and prefix, its end.</param>
public readonly record struct ApiKeyCheck(ApiKeyOutcome Outcome, Subject? Subject = null, string? Evidence = null);

/// <summary>Knows hashes of API keys. Marks their use.</summary>
public interface IApiKeys
{
    /// <summary>Looks a presented key up by its hash, in time that does not depend on how much of it is right.</summary>
    ValueTask<ApiKeyCheck> FindAsync(string presentedKey, CancellationToken cancel);
}
