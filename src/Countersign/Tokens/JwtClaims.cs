using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>
/// The claims of a token (RFC 7519 §4), by their types. Whether they suffice is for rules to say; a claim of a wrong type is as if it were not
/// there, and <see cref="Faults"/> names it.
/// </summary>
public sealed class JwtClaims
{
    private readonly ReadOnlyMemory<byte> _json;

    // In a box, so that another thread sees a whole element or none.
    private object? _all;

    internal JwtClaims(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>All claims, as a JSON object; parsed when first asked for.</summary>
    public JsonElement All => (JsonElement)(_all ??= JsonElement.Parse(_json.Span));

    /// <summary>Where each claim stands, so that one is found without parsing the others; null when that is not known of all.</summary>
    internal ClaimPlace[]? Places { get; init; }

    /// <summary><c>iss</c>: who made the token; compared as an exact text.</summary>
    public string? Issuer { get; internal init; }

    /// <summary><c>sub</c>: whom it is about, in the words of the issuer.</summary>
    public string? Subject { get; internal init; }

    /// <summary><c>aud</c>: whom it is for, one text or several; empty when it is for nobody or not said.</summary>
    public ImmutableArray<string> Audience { get; internal init; } = [];

    /// <summary><c>exp</c>: from this moment on it counts no more.</summary>
    public NumericDate? ExpiresAt { get; internal init; }

    /// <summary><c>nbf</c>: before this moment it does not count yet.</summary>
    public NumericDate? NotBefore { get; internal init; }

    /// <summary><c>iat</c>: when it was made.</summary>
    public NumericDate? IssuedAt { get; internal init; }

    /// <summary><c>jti</c>: its own name, not given twice by one issuer.</summary>
    public string? Id { get; internal init; }

    /// <summary><c>client_id</c>: the client that it was given to (RFC 8693 §4.3).</summary>
    public string? ClientId { get; internal init; }

    /// <summary><c>azp</c>: the client that it was given to, in the words of OpenID Connect (Core §2); some issuers write it instead of <c>client_id</c>.</summary>
    public string? AuthorizedParty { get; internal init; }

    /// <summary><c>sid</c>: the session at the issuer that it belongs to (OpenID Connect Front-Channel Logout §3).</summary>
    public string? Session { get; internal init; }

    /// <summary>Whether there is a <c>cnf</c>, whatever it says: the token is bound to a key (RFC 7800 §3.1).</summary>
    public bool IsBound { get; internal init; }

    /// <summary><c>scope</c>: what it may be used for (RFC 8693 §4.2); some issuers write a list instead of one text.</summary>
    public ImmutableArray<string> Scopes { get; internal init; } = [];

    /// <summary>The claims above that are not of their type, in the order of the token.</summary>
    public ImmutableArray<TokenFault> Faults { get; internal init; } = [];

    /// <summary>How long the text of them all is, in octets.</summary>
    internal int Length => _json.Length;

    /// <summary>What was read as texts so far (<see cref="Rules.ClaimValues"/>).</summary>
    internal ReadClaim? Read { get; set; }

    /// <summary>Any claim by its name.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Places is null || !Ascii.IsValid(name))
            return All.TryGetProperty(name, out value);
        foreach (var place in Places)
        {
            if (!Ascii.Equals(_json.Span.Slice(place.Name, place.NameLength), name))
                continue;
            value = JsonElement.Parse(_json.Span.Slice(place.Value, place.ValueLength));
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Nothing: claims are about people.</summary>
    public override string ToString() => "***";
}
