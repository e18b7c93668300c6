using System.Collections.Immutable;

namespace Countersign.Client.Tokens.Grants;

/// <summary>The fields that the forms of all grants have.</summary>
internal static class TokenForm
{
    /// <summary>What a token is for: what the request says, else what the grant does.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(TokenRequest request, string scope, ImmutableArray<Uri> resources)
    {
        if (request.Scope.Length > 0 || scope.Length > 0)
            yield return new("scope", request.Scope.Length > 0 ? request.Scope : scope);
        foreach (var resource in request.Resource is { } one ? [one] : resources)
            yield return new("resource", resource.OriginalString);
    }
}
