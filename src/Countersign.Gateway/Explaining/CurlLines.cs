using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Words;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.Explaining;

/// <summary>The curl lines that would get in, one for each scheme that lets somebody in; the secret is left to whoever has it.</summary>
internal static class CurlLines
{
    /// <summary>The lines for the route of an entry; none where no credentials help: against a closed area, a network, a limit or an outage.</summary>
    public static IEnumerable<string> For(JournalEntry entry, RouteConfiguration route, GatewayConfiguration configuration)
    {
        if (!HelpsToAuthenticate(entry.Refusal))
            yield break;
        foreach (var id in route.Access.AnyOf)
        {
            // A proof is made anew for each request; curl makes none.
            if (configuration.Schemes.FirstOrDefault(scheme => scheme.Id == id) is { } scheme and not DpopConfiguration && LetsSomebodyIn(scheme, route.Access))
                yield return Line(entry, scheme, route, AddressOf(entry, scheme, configuration.Listen));
        }
    }

    private static bool HelpsToAuthenticate(Refusal refusal) =>
        refusal is not (>= Refusal.SignInWrongPassword and <= Refusal.SignInPasskeyRefused)
        && (Gate.IsChallenged(refusal) || refusal is Refusal.CleartextTransport or Refusal.SubjectNotAllowed or Refusal.ScopeInsufficient or Refusal.DigestUriMismatch);

    private static bool LetsSomebodyIn(SchemeConfiguration scheme, AccessConfiguration access) =>
        (access.Scopes.IsEmpty || scheme.GrantsScopes)
        && (!access.NamesSubjects || !access.Users.IsEmpty || scheme.HasGroups)
        && (scheme is BearerConfiguration or DpopConfiguration or SessionConfiguration || (access.Roles.IsEmpty && access.Claims.IsEmpty && access.SignIn is null));

    private static string Line(JournalEntry entry, SchemeConfiguration scheme, RouteConfiguration route, string address)
    {
        var access = route.Access;
        var user = scheme.Id == entry.Scheme ? UserOf(entry, access) : null;
        var login = $"--user {(user is null ? "NAME" : Quoted(user))}";
        var (authentication, wanted) = scheme switch
        {
            BearerConfiguration bearer => ($"--header 'Authorization: Bearer TOKEN'", TokenOf(bearer, route)),
            ApiKeyConfiguration key => ($"--header {Quoted(key.Header + ": KEY")}", KeyOf(access)),
            SessionConfiguration => ($"--cookie {SessionCookie.NameFor(address.StartsWith("https", StringComparison.Ordinal))}=SESSION", "  # SESSION: as the browser has it after signing in"),
            DigestConfiguration => ($"--digest {login}", user is null ? NameOf(access, scheme.HasGroups) : ""),
            _ => (login, user is null ? NameOf(access, scheme.HasGroups) : ""),
        };
        var method = entry.Method is "GET" ? "" : entry.Method is "HEAD" ? "--head " : $"--request {Quoted(entry.Method)} ";
        return $"curl {method}{authentication} {Quoted(address + entry.Path)}{wanted}";
    }

    /// <summary>Over TLS where the scheme takes nothing else: at the gateway's own https listener, without one at a proxy before it.</summary>
    private static string AddressOf(JournalEntry entry, SchemeConfiguration scheme, ImmutableArray<ListenerConfiguration> listeners)
    {
        if (entry.UrlScheme == "https" || scheme.AllowCleartext)
            return $"{entry.UrlScheme}://{entry.Authority}";
        var port = listeners.Select(listener => ValueRules.ListenUrl(listener.Url)).FirstOrDefault(url => url.Scheme == "https")?.Port ?? 443;
        return string.Create(CultureInfo.InvariantCulture, $"https://{HostAndPort.NameOf(entry.Authority)}{(port is 443 or 0 ? "" : $":{port}")}");
    }

    /// <summary>The name that came, if it could get in with the right password.</summary>
    private static string? UserOf(JournalEntry entry, AccessConfiguration access) =>
        entry.Subject is { } subject && !subject.EndsWith("***", StringComparison.Ordinal)
        && entry.Refusal is not (Refusal.BasicUserDisabled or Refusal.BasicHashUnsupported or Refusal.SubjectNotAllowed)
        && (!access.NamesSubjects || access.Users.Contains(subject, StringComparer.Ordinal))
            ? subject
            : null;

    /// <summary>Who may enter, as a comment of the shell.</summary>
    private static string NameOf(AccessConfiguration access, bool hasGroups)
    {
        IEnumerable<string> others = !hasGroups ? [] :
        [
            .. access.Groups.Select(group => $"a member of {group}"),
            .. access.Emails.Select(email => $"who has the e-mail address {email}"),
            .. access.EmailDomains.Select(domain => $"who has an e-mail address of {domain}"),
        ];
        var names = access.Users.AddRange(others);
        return names.IsEmpty ? "" : $"  # NAME: {string.Join(" or ", names)}";
    }

    private static string TokenOf(BearerConfiguration bearer, RouteConfiguration route)
    {
        var access = route.Access;
        var subject = NameOf(access, hasGroups: true).Replace("  # NAME: ", " about ", StringComparison.Ordinal);
        var roles = access.Roles.IsEmpty ? "" : $" with the role {string.Join(" or ", access.Roles)}";
        var more = PolicyText.OfToken(access).Concat(PolicyText.Exchange(route)).Select(demand => $"; {demand}");
        return $"  # TOKEN: of {string.Join(", or of ", bearer.Issuers.Select(IssuerOf))}{subject}{roles}{ScopesOf(access)}{string.Concat(more)}";
    }

    /// <summary>An issuer and what its rules want of any token.</summary>
    private static string IssuerOf(IssuerConfiguration issuer)
    {
        var rules = issuer.Rules;
        var audiences = rules.Audiences.IsEmpty ? "" : $" for {string.Join(" or ", rules.Audiences)}";
        var clients = rules.Clients.IsEmpty ? "" : $" given to {string.Join(" or ", rules.Clients)}";
        var claims = rules.Values.Select(rule => $" with {PolicyText.Claim(rule.Name, rule.Values)}");
        return $"{issuer.Name}{audiences}{clients}{string.Concat(claims)}";
    }

    private static string ScopesOf(AccessConfiguration access) =>
        access.Scopes.IsEmpty ? "" : $" with {(access.Scopes.Length == 1 ? "the scope" : "all scopes of")} {string.Join(", ", access.Scopes)}";

    private static string KeyOf(AccessConfiguration access)
    {
        var id = access.Users.IsEmpty ? "" : $" with the id {string.Join(" or ", access.Users)}";
        var scopes = ScopesOf(access);
        return id + scopes is "" ? "" : $"  # KEY: one{id}{scopes}";
    }

    /// <summary>As a POSIX shell takes it literally.</summary>
    private static string Quoted(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:@".Contains(character, StringComparison.Ordinal))
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
