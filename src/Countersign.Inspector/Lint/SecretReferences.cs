using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Lint;

/// <summary>Finds what the lines of configurations refer to, in the ways in which servers write it: <c>$http_x_api_key</c>, <c>%{HTTP:X-Api-Key}</c>, <c>req.hdr(X-Api-Key)</c>, <c>{header.X-Api-Key}</c>.</summary>
internal static partial class SecretReferences
{
    private static readonly string[] SentCarriers = ["http_", "arg_", "cookie_", "upstream_http_", "upstream_cookie_", "sent_http_", "http:", "req:", "resp:", "http.request.header.", "http.request.uri.query.", "http.request.cookie.", "header.", "query.", "cookie."];

    private static readonly string[] KeptCarriers = ["env:", "reqenv:", "reqenv.", "env.", "osenv:", "note:", "la-u:", "la-f:", "http.vars.", "vars.", "http.auth.user.", "proc.", "sess.", "txn.", "req.", "res."];

    private static readonly string[] CookieCarriers = ["cookie_", "upstream_cookie_", "http.request.cookie.", "cookie."];

    private static readonly FrozenSet<string> Queries =
        FrozenSet.ToFrozenSet(["args", "query_string", "request_uri", "the_request", "request", "is_args", "query", "uri", "http.request.uri", "http.request.uri.query", "http.request.orig_uri", "url", "capture.req.uri", "baseq", "pathq"], StringComparer.OrdinalIgnoreCase);

    // Fields whose values nobody keeps to himself.
    private static readonly FrozenSet<string> WellKnown = FrozenSet.ToFrozenSet(
        [
            "host", "useragent", "referer", "origin", "accept", "acceptlanguage", "acceptencoding", "contenttype", "contentlength", "upgrade", "connection", "via", "forwarded", "xforwardedfor", "xforwardedproto",
            "xforwardedhost", "xforwardedport", "xrealip", "xrequestedwith", "range", "ifmodifiedsince", "ifnonematch", "cachecontrol", "pragma", "te", "expect", "date", "secfetchsite", "secfetchmode", "secfetchdest",
            "xurlscheme", "xforwardedssl", "accesscontrolrequestmethod", "accesscontrolrequestheaders", "cfipcountry", "xrequestid", "remoteaddr", "requestmethod", "requesturi", "serverport", "https",
        ],
        StringComparer.Ordinal);

    /// <summary>What is referred to in a text: the gravest of it.</summary>
    public static SecretReference In(string text)
    {
        var found = SecretReference.None;
        foreach (Match match in Reference().Matches(text))
        {
            var call = match.Groups["call"].Value;
            var one = Of(match.Groups["name"].Value, call.Contains("cook", StringComparison.OrdinalIgnoreCase), call.Length > 0 && !call.Contains("var", StringComparison.Ordinal) && !call.Contains("env", StringComparison.Ordinal));
            if (one > found)
                found = one;
        }

        // What is compared is more than a yes.
        return found == SecretReference.Weak ? SecretReference.Sent : found;
    }

    /// <summary>What a name is that of, with or without what says where it is looked for.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isCookie">Whether it is a cookie's.</param>
    /// <param name="isSent">Whether it is that of something that clients send.</param>
    public static SecretReference Of(string name, bool isCookie = false, bool isSent = false)
    {
        var plain = name.TrimStart('$', '{', '!').TrimEnd('}', ':');
        if (Queries.Contains(plain))
            return SecretReference.Query;
        foreach (var carrier in SentCarriers.Concat(KeptCarriers))
        {
            if (!plain.StartsWith(carrier, StringComparison.OrdinalIgnoreCase) || plain.Length == carrier.Length)
                continue;
            plain = plain[carrier.Length..];
            isCookie |= CookieCarriers.Contains(carrier, StringComparer.Ordinal);
            isSent |= SentCarriers.Contains(carrier, StringComparer.Ordinal);
            break;
        }

        if (isCookie && SecretNames.IsCookie(plain))
            return SecretReference.Secret;

        // A variable may be called "key" or "needs_auth" and say no more than yes.
        if (SecretNames.IsAnywhere(plain, out var isWeak))
            return isWeak && !isSent ? SecretReference.Weak : SecretReference.Secret;
        if (SecretNames.IsField(plain))
            return isSent || plain.Contains('-', StringComparison.Ordinal) ? SecretReference.Secret : SecretReference.Weak;
        if (SecretNames.IsPassword(plain))
            return isSent ? SecretReference.Secret : SecretReference.Weak;
        return isSent && !WellKnown.Contains(string.Concat(plain.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()) ? SecretReference.Sent : SecretReference.None;
    }

    /// <summary>What a name is to which a value is given: that of a variable, or of a field, whose value tells more by its looks the less its name does.</summary>
    public static SecretReference OfSetting(string name) => !name.StartsWith('$') && Of(name, isSent: true) == SecretReference.Secret ? SecretReference.Secret : Of(name);

    /// <summary>Whether a word is no more than the name of something secret.</summary>
    public static bool IsName(string word) => Name().IsMatch(word) && Of(word.TrimStart('+', '-', '>', '?', '!', '=')) == SecretReference.Secret;

    /// <summary>Whether a word may be a name at all.</summary>
    public static bool IsWord(string word) => Name().IsMatch(word);

    /// <summary>Whether a directive or an option is called after a secret that stands behind it. Cookies and sessions have names and times behind them.</summary>
    public static bool IsSetting(string name)
    {
        if (!Name().IsMatch(name) || Unsecret().IsMatch(name))
            return false;
        return SecretNames.IsMember(name) || Keyed().IsMatch(name);
    }

    [GeneratedRegex(
        @"\$\{?(?<name>[A-Za-z_][\w.-]*)|%\{(?<name>[^{}]+)\}|(?<call>\b([a-z_.]*(hdr|fhdr|cook|urlp|url_param|body_param)(_\w+)?|var|set-var|set-var-fmt|unset-var|strcmp|secure_memcmp|req|http|resp|req_novary|reqenv|osenv|env|note|header|header_regexp|query|vars))\([\s{\[""'`]*(?<name>[^\s{}\[\]""'`(),:]+)|\{\$?(?<name>[A-Za-z_][\w.\[\]-]*)(:[^}]*)?\}",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[+\-?>!=]?[$]?\{?[A-Za-z_][\w.-]*\}?:?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"(cookie|session|authorization|certificate_?key|cache_?key|public_?key|verify_?key_?file|^(jwt|sid|ticket|signature|assertion|bearer|pass|session|dpop))\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Unsecret();

    [GeneratedRegex(@"[a-z](_key|Key|_keys|SharedKeys)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keyed();
}
