namespace Countersign.AspNetCore.Issuers;

/// <summary>How often an issuer is asked for its keys.</summary>
public sealed record IssuerKeysOptions
{
    /// <summary>From one background refresh to the next, where the issuer says nothing of it.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From one question over an unknown key to the next. Who comes in between waits for the next.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);
}
