using System.Collections.Immutable;
using System.Globalization;
using Countersign.Inspector.Lint.Apache;

namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>An ACL within a condition.</summary>
/// <param name="IsNegated">Whether it stands behind <c>!</c>.</param>
/// <param name="Tests">Its tests, of which one has to hold.</param>
/// <param name="Name">What it is called.</param>
internal sealed record HaproxyTerm(bool IsNegated, ImmutableArray<ImmutableArray<string>> Tests, string Name)
{
    public bool IsOfCredentials => Tests.Any(test => test is [var fetch, ..] && fetch.StartsWith("http_auth", StringComparison.Ordinal));

    /// <summary>What a path has to begin with or to be, by tests that look at it as it was sent.</summary>
    public IEnumerable<string> Paths => Tests.Where(test => test is [var fetch, ..] && fetch is "path" or "path_beg" or "path_dir" or "path_sub").SelectMany(test => Values(test).Select(value => test[0] == "path_dir" ? "/" + value.Trim('/') : value)).Where(value => value.StartsWith('/'));

    public bool? Holds(HaproxyRequest request)
    {
        bool? any = false;
        foreach (var test in Tests)
        {
            var one = Holds(test, request);
            any = any == true || one == true ? true : any is null || one is null ? null : false;
        }

        return IsNegated ? !any : any;
    }

    private static bool? Holds(ImmutableArray<string> test, HaproxyRequest request)
    {
        if (test is not [var fetch, ..])
            return null;
        var (isAnyCase, values) = (test.Contains("-i"), Values(test).ToList());
        var how = test.IndexOf("-m") is > 0 and var at && at + 1 < test.Length ? test[at + 1] : null;
        var name = fetch.Split('(', ',')[0];
        if (name.StartsWith("http_auth", StringComparison.Ordinal))
            return false;
        if (name.StartsWith("path", StringComparison.Ordinal))
        {
            var path = fetch.Contains("url_dec", StringComparison.Ordinal) ? Uri.UnescapeDataString(request.Path) : request.Path;
            return Fits(path, values, how ?? (name.Length > 4 ? name[5..] : "str"), isAnyCase);
        }

        return name switch
        {
            "TRUE" or "always_true" => true,
            "FALSE" or "always_false" => false,
            "METH_GET" => request.Method is "GET" or "HEAD",
            "METH_POST" or "METH_PUT" or "METH_DELETE" or "METH_OPTIONS" or "METH_HEAD" => request.Method == name[5..],
            "method" => values.Contains(request.Method),
            "ssl_fc" => request.IsTls,
            "dst_port" => values.Contains(request.Port.ToString(CultureInfo.InvariantCulture)),
            "LOCALHOST" or "src" => false,
            "HTTP" or "HTTP_1.1" or "HTTP_URL_ABS" or "REQ_CONTENT" => name is "HTTP" or "HTTP_1.1",
            "hdr" or "req.hdr" or "hdr_beg" or "hdr_dom" or "hdr_end" or "hdr_sub" or "hdr_reg" or "hdr_dir" => OfField(fetch, name, values, how, request),
            "req.cook" or "cook" or "req.fhdr" => how == "found" || values.Count > 0 ? false : null,
            _ => null,
        };
    }

    private static bool? OfField(string fetch, string name, List<string> values, string? how, HaproxyRequest request)
    {
        var isHost = fetch.Contains("(host)", StringComparison.OrdinalIgnoreCase);

        // Nothing is known of the request but its address: it has no other field.
        return isHost && !values.Exists(value => value.Contains(':', StringComparison.Ordinal)) ? Fits(request.Host, values, how ?? (name.StartsWith("hdr_", StringComparison.Ordinal) ? name[4..] : "str"), true) : isHost ? null : false;
    }

    private static bool? Fits(string text, List<string> values, string how, bool isAnyCase)
    {
        var comparison = isAnyCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return how switch
        {
            "str" => values.Exists(value => text.Equals(value, comparison)),
            "beg" => values.Exists(value => text.StartsWith(value, comparison)),
            "end" => values.Exists(value => text.EndsWith(value, comparison)),
            "sub" => values.Exists(value => text.Contains(value, comparison)),
            "dir" => values.Exists(value => $"{text}/".Contains($"/{value.Trim('/')}/", comparison)),
            "dom" => values.Exists(value => $".{text}.".Contains($".{value.Trim('.')}.", comparison)),
            "found" => true,
            "reg" => values.Exists(value => ApachePatterns.Regex(value, isAnyCase)?.IsMatch(text) == true),
            _ => null,
        };
    }

    private static IEnumerable<string> Values(ImmutableArray<string> test)
    {
        for (var i = 1; i < test.Length; i++)
        {
            if (test[i] is "-m" or "-f" or "-M" or "-u")
                i++;
            else if (test[i] is not ("-i" or "-n" or "--"))
                yield return test[i];
        }
    }
}
