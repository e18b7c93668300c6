using System.Collections.Immutable;

namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>A request as code writes it: what no program computes by itself is in its fields.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address.</param>
internal sealed record CodeRequest(string Method, string Url)
{
    /// <summary>The variable that the password stands in.</summary>
    public const string Password = "PASSWORD";

    /// <summary>The fields.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The content; empty for none.</summary>
    public string Content { get; init; } = "";

    /// <summary>The user of Basic, whose password stands in a variable; null for none.</summary>
    public string? BasicUser { get; init; }

    /// <summary>The user of Digest; null for none.</summary>
    public string? DigestUser { get; init; }

    /// <summary>Whether redirects are followed.</summary>
    public bool Follows { get; init; }

    /// <summary>Whether a proof is needed that holds for one sending alone.</summary>
    public bool NeedsProof { get; init; }

    /// <summary>The variables, each once.</summary>
    public required ImmutableArray<string> Variables { get; init; }

    /// <summary>The fields, those of one name as one line (RFC 9110 §5.3), for programs that know each name once.</summary>
    public IEnumerable<(string Name, string Value)> JoinedFields => Fields
        .GroupBy(each => each.Name, StringComparer.OrdinalIgnoreCase)
        .Select(same => (same.First().Name, string.Join(same.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ", same.Select(each => each.Value))));

    /// <summary>A request without secrets, for code.</summary>
    public static CodeRequest Of(ComposedRequest shared)
    {
        (string, string)[] credentials = shared.Login switch
        {
            ComposedLogin.Bearer => [("Authorization", "Bearer {{TOKEN}}")],
            ComposedLogin.Dpop => [("Authorization", "DPoP {{TOKEN}}"), ("DPoP", "{{DPOP_PROOF}}")],
            ComposedLogin.ApiKey => [(shared.KeyField, "{{API_KEY}}")],
            _ => [],
        };
        var request = shared with { Fields = [.. shared.Fields, .. credentials] };
        var isLogin = shared.Login is ComposedLogin.Basic or ComposedLogin.Digest;
        return new(shared.Method, shared.Url)
        {
            Fields = request.Fields,
            Content = shared.Content,
            BasicUser = shared.Login == ComposedLogin.Basic ? shared.User : null,
            DigestUser = shared.Login == ComposedLogin.Digest ? shared.User : null,
            Follows = shared.Follows,
            NeedsProof = shared.Login == ComposedLogin.Dpop,
            Variables = [.. isLogin ? [Password] : Array.Empty<string>(), .. Playground.Variables.NamesIn(request)],
        };
    }
}
