using System.Collections.Immutable;
using Countersign.Inspector.Intake;

namespace Countersign.WebConsole.Ports;

/// <summary>What is asked, as whom, and with what to show.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address, without credentials in it.</param>
internal sealed record VisitOrder(string Method, Uri Url)
{
    /// <summary>Who asks.</summary>
    public Asker As { get; init; }

    /// <summary>The origin of the page whose script asks; null for the address's own.</summary>
    public string? Origin { get; init; }

    /// <summary>A user's name, for Basic and Digest.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }

    /// <summary>An access token.</summary>
    public Secret? Token { get; init; }

    /// <summary>Whether credentials may travel where anybody can read them.</summary>
    public bool AllowsCleartext { get; init; }

    /// <summary>Whether further questions are asked: without credentials, with invented ones, by other methods.</summary>
    public bool Probes { get; init; }

    /// <summary>The fields; without any, those that every program sends.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>Names of fields that are for this origin alone, besides those whose names say so.</summary>
    public ImmutableArray<string> OwnFields { get; init; } = [];

    /// <summary>Secrets that stand in fields, content or address.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    /// <summary>The content, as UTF-8; empty for none.</summary>
    public string Content { get; init; } = "";

    /// <summary>What user and password are for.</summary>
    public UserScheme UserScheme { get; init; }

    /// <summary>A key that a field carries.</summary>
    public Secret? Key { get; init; }

    /// <summary>The field of the key.</summary>
    public string KeyField { get; init; } = "X-API-Key";

    /// <summary>Whether the token is bound to a key (RFC 9449).</summary>
    public bool IsBound { get; init; }

    /// <summary>The private key that the token is bound to, as a JWK; null for a new one.</summary>
    public Secret? ProofKey { get; init; }

    /// <summary>Where the next token comes from; null for nowhere.</summary>
    public Renewal? Renewal { get; init; }

    /// <summary>Whether challenges are answered; what needs none is sent at once otherwise.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>Whether redirects are followed.</summary>
    public bool Follows { get; init; } = true;

    /// <summary>Sees each answer as it came, with what is secret in it; null for nobody. Recordings have none of that.</summary>
    public Func<HttpResponseMessage, CancellationToken, Task>? Learn { get; init; }

    /// <summary>The marks of its secrets, so that recordings of several orders can be judged as one; null for marks that no other has.</summary>
    public Marks? Marks { get; init; }

    /// <summary>How many times it is asked.</summary>
    public int Times { get; init; } = 1;
}
