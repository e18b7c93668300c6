using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What the words behind <c>Require</c> mean.</summary>
internal static class AuthorizationWords
{
    public static bool NeedsUser(ImmutableArray<string> words) =>
        words is [var kind, ..] && kind.ToLowerInvariant() is not ("all" or "ip" or "host" or "local" or "forward-dns" or "env" or "method" or "expr");

    /// <summary>Whether a rule grants whatever is asked.</summary>
    public static bool IsForAll(ImmutableArray<string> words) => words switch
    {
        [var kind, var what] when kind.Equals("all", StringComparison.OrdinalIgnoreCase) => what.Equals("granted", StringComparison.OrdinalIgnoreCase),
        [var kind, .. var what] when kind.Equals("ip", StringComparison.OrdinalIgnoreCase) => what.Any(IsEverywhere),
        _ => false,
    };

    public static bool IsEverywhere(string network) => network == "0.0.0.0/0.0.0.0";

    public static AuthorizationAnswer Ask(ImmutableArray<string> words, ApacheRequest request)
    {
        if (words is not [var kind, .. var what])
            return AuthorizationAnswer.Unknown;
        if (NeedsUser(words))
            return AuthorizationAnswer.DeniedWithoutUser;
        return kind.ToLowerInvariant() switch
        {
            "all" => Of(IsForAll(words)),
            "method" => Of(what.Contains(request.Method, StringComparer.Ordinal)),
            "ip" => Of(what.Any(IsEverywhere)),

            // Asked from nowhere in particular: from no address or name that somebody wrote down.
            "host" or "local" or "forward-dns" => AuthorizationAnswer.Denied,
            "env" => request.Has(what) is { } has ? Of(has) : AuthorizationAnswer.Unknown,
            _ => AuthorizationAnswer.Unknown,
        };
    }

    private static AuthorizationAnswer Of(bool isGranted) => isGranted ? AuthorizationAnswer.Granted : AuthorizationAnswer.Denied;
}
