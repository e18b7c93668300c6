using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>What a server asks for: a scheme with either a token68 or parameters (RFC 9110 §11.3). Compared by what is written.</summary>
/// <param name="Scheme">The scheme as written; schemes compare case-insensitively (RFC 9110 §11.1).</param>
public sealed record Challenge(string Scheme)
{
    // Most challenges never change and are sent with every answer.
    private string? _line;

    /// <summary>A challenge whose line is known already.</summary>
    internal Challenge(string scheme, ImmutableArray<AuthParam> parameters, string line)
        : this(scheme)
    {
        Params = parameters;
        _line = line;
    }

    // What is changed by `with` is another line.
    private Challenge(Challenge original)
    {
        Scheme = original.Scheme;
        Token68 = original.Token68;
        Params = original.Params;
    }

    /// <summary>The token68 form, or null when the challenge has parameters or nothing.</summary>
    public string? Token68 { get; init; }

    /// <summary>The parameters in the order in which they stood.</summary>
    public ImmutableArray<AuthParam> Params { get; init; } = [];

    /// <summary>The <c>realm</c> that names the protection space, or null (RFC 9110 §11.5).</summary>
    public string? Realm => Find("realm");

    /// <summary>The first value of a parameter, or null.</summary>
    public string? Find(string name) => AuthParams.Find(Params, name);

    /// <summary>Whether both are written alike, letter for letter.</summary>
    public bool Equals(Challenge? other) =>
        other is not null && Scheme == other.Scheme && Token68 == other.Token68 && Params.AsSpan().SequenceEqual(other.Params.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scheme, Token68, Params.Length);

    /// <summary>The challenge as one field line, always well formed.</summary>
    /// <exception cref="ArgumentException">A part can't be written: a scheme or name that is no token, a control character in a value.</exception>
    public override string ToString() => _line ??= ChallengeWriter.Write(this);
}
