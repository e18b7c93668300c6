using System.Collections.Frozen;
using System.Net;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What those who ask before the content answer to a request without credentials, in nginx's order: addresses, Basic, the other server that is asked, and what is no part of nginx.</summary>
internal static class NginxGates
{
    private static readonly FrozenSet<string> Foreign = new[]
    {
        "auth_jwt", "auth_pam", "auth_ldap", "auth_digest", "auth_gss", "auth_oidc", "auth_request_tokens", "js_access", "vts_auth", "auth_spnego", "auth_token", "auth_cookie", "modsecurity", "auth_saml", "testcookie",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The lines that decide here who gets in, whoever asks.</summary>
    public static IReadOnlyList<NginxGate> Of(NginxScope scope) => scope.Gates;

    /// <summary>Looks for them.</summary>
    public static IEnumerable<NginxGate> Find(NginxScope scope)
    {
        if (scope.Effective("allow", "deny") is { Count: > 0 } addresses)
            yield return new(NginxGateKind.Addresses, addresses);
        if (scope.Effective("auth_basic") is { } basic && !IsOff(basic) && scope.Effective("auth_basic_user_file") is { } users)
            yield return new(NginxGateKind.Basic, [basic, users]);
        if (scope.Effective("auth_request") is { } asked && !IsOff(asked))
            yield return new(NginxGateKind.Asked, [asked]);
        if (scope.Foreign is { } other && !IsOff(other))
            yield return new(NginxGateKind.Other, [other]);
    }

    /// <summary>Whether credentials are asked for here, or somebody else decides that.</summary>
    public static bool AsksForCredentials(NginxScope scope) => Of(scope).Any(gate => gate.Kind != NginxGateKind.Addresses);

    /// <summary>Whether <c>satisfy any</c> holds.</summary>
    public static bool IsAnyEnough(NginxScope scope) => scope.Effective("satisfy") is { Arguments: [{ Text: "any" }, ..] };

    /// <summary>The line of the addresses that is met by an address that none of them names; null for none.</summary>
    public static Directive? RuleForStrangers(IReadOnlyList<Directive> rules) => rules.FirstOrDefault(rule => rule.Arguments is [{ Text: var who }, ..] && IsEverybody(who));

    public static bool IsEverybody(string who) => who == "all" || (who.EndsWith("/0", StringComparison.Ordinal) && IPNetwork.TryParse(who, out var network) && network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);

    /// <summary>Whether a line lets something decide that is no part of nginx: access_by_lua_block, auth_jwt.</summary>
    public static bool IsForeign(Directive line) => line.Name.StartsWith("access_by_", StringComparison.Ordinal) || Foreign.Contains(line.Name);

    public static bool IsOff(Directive directive) => directive.Arguments is [{ Text: "off" }, ..];
}
