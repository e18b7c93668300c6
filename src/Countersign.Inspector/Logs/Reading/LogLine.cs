using Countersign.Decisions;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>What one line of a log says, in its own octets; empty is what it does not say.</summary>
internal ref struct LogLine
{
    public int Status;

    /// <summary>Seconds since 1970.</summary>
    public long Time;

    public ReadOnlySpan<byte> Client;

    /// <summary>The name that was given with the credentials, be they right or wrong.</summary>
    public ReadOnlySpan<byte> User;

    public ReadOnlySpan<byte> Method;

    /// <summary>The target as it was sent, with its query.</summary>
    public ReadOnlySpan<byte> Target;

    public ReadOnlySpan<byte> Agent;

    /// <summary>Which of several servers behind a proxy answered.</summary>
    public ReadOnlySpan<byte> Node;

    public CredentialSign Sign;

    /// <summary>The scheme of the credentials, where it is written down; of credentials themselves nothing is kept.</summary>
    public ReadOnlySpan<byte> Scheme;

    /// <summary>The exact reason, which the gateway's own log has.</summary>
    public Refusal? Reason;
}
