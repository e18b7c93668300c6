using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What mod_rewrite makes of a request, as far as its conditions can be told.</summary>
/// <param name="Request">The request, as it was rewritten.</param>
/// <param name="By">The rule that did it; null for none.</param>
/// <param name="Decision">What it decides; null for nothing.</param>
internal sealed partial record ApacheRewrite(ApacheRequest Request, Directive? By, AccessDecision? Decision)
{
    /// <summary>Where it is sent on to; null for nowhere.</summary>
    public string? Target { get; init; }

    public bool IsRewritten => By is not null && Decision is null;

    /// <summary>What a virtual host has of the main server's rules: nothing, unless it says so.</summary>
    public static IEnumerable<Directive> Inherited(ApacheHost host)
    {
        var inherits = host.Own.LastOrDefault(each => ApacheReader.Is(each, "RewriteOptions"))?.Arguments.Any(word => word.Text.StartsWith("Inherit", StringComparison.OrdinalIgnoreCase)) == true;
        return inherits ? host.Main?.Own.Where(each => !ApacheReader.Is(each, "RewriteEngine")) ?? [] : [];
    }

    /// <summary>Goes through the rules of one place.</summary>
    /// <param name="directives">What stands there.</param>
    /// <param name="request">The request.</param>
    /// <param name="prefix">What of the path the rules of a folder do not see.</param>
    public static ApacheRewrite Apply(ImmutableArray<Directive> directives, ApacheRequest request, string prefix)
    {
        var done = new ApacheRewrite(request, null, null);
        if (directives.LastOrDefault(each => ApacheReader.Is(each, "RewriteEngine"))?.Arguments is not [var engine, ..] || !engine.Text.Equals("on", StringComparison.OrdinalIgnoreCase))
            return done;
        var (conditions, skip, isChainBroken) = (new List<Directive>(), 0, false);
        foreach (var each in directives)
        {
            if (ApacheReader.Is(each, "RewriteCond"))
                conditions.Add(each);
            if (!ApacheReader.Is(each, "RewriteRule") || each.Arguments.Length < 2)
                continue;
            var (flags, asked) = (Flags(each), conditions);
            conditions = [];
            if (skip > 0 || isChainBroken)
            {
                skip = Math.Max(0, skip - 1);
                isChainBroken &= flags.ContainsKey("C");
                continue;
            }

            if (Match(each, flags, done.Request, prefix) is not { } match)
            {
                isChainBroken = flags.ContainsKey("C");
                continue;
            }

            var (fits, last) = Conditions(asked, done.Request, match);
            if (fits == false)
            {
                isChainBroken = flags.ContainsKey("C");
                continue;
            }

            if (fits is null && Matters(each, flags))
                return done with { By = each, Decision = new(Access.NotDecided, $"Whether {each.Text} counts for {request.Method} {request.Path} depends on what is not in these files.") { Directives = [.. asked, each] } };
            if (fits is null)
                continue;
            done = Obey(done, each, flags, [.. asked, each], (match, last, prefix));
            if (flags.TryGetValue("S", out var count) && int.TryParse(count, CultureInfo.InvariantCulture, out var number))
                skip = number;
            if (done.Decision is not null || done.Target is not null || flags.ContainsKey("L") || flags.ContainsKey("END") || flags.ContainsKey("PT"))
                break;
        }

        return done;
    }

    /// <summary>Puts what a pattern found into a text.</summary>
    public static string Expand(string text, Match rule, Match? condition) =>
        Reference().Replace(text, each => (each.ValueSpan[0] == '$' ? rule : condition)?.Groups[int.Parse(each.ValueSpan[1..], CultureInfo.InvariantCulture)].Value ?? "");

    private static ApacheRewrite Obey(ApacheRewrite done, Directive rule, Dictionary<string, string> flags, ImmutableArray<Directive> by, (Match Match, Match? Condition, string Prefix) found)
    {
        var (request, to) = (done.Request, Variables(Expand(rule.Arguments[1].Text, found.Match, found.Condition), done.Request));
        if (flags.ContainsKey("F") || flags.ContainsKey("G"))
            return done with { By = rule, Decision = new(Access.Refused, $"{request.Method} {request.Path} is refused by {rule.Text}.") { Directives = by, Status = flags.ContainsKey("F") ? 403 : 410 } };
        var isElsewhere = to.Contains("://", StringComparison.Ordinal) && !flags.ContainsKey("P");
        if (flags.TryGetValue("R", out var status) || isElsewhere)
        {
            var code = int.TryParse(status, CultureInfo.InvariantCulture, out var given) ? given : status == "permanent" ? 301 : 302;
            var access = code is >= 300 and < 400 ? Access.Redirected : Access.Refused;
            return done with { By = rule, Decision = new(access, $"{request.Method} {request.Path} is answered {code} by {rule.Text}.") { Directives = by, Status = code } };
        }

        if (flags.ContainsKey("P"))
            return done with { By = rule, Target = to };
        if (to == "-")
            return done;
        to = to.Split('?')[0];
        var path = to.StartsWith('/') ? to : found.Prefix + to;
        var isFile = found.Prefix.Length == 0 && request.Host.DocumentRoot is { } root && path.StartsWith(root + "/", StringComparison.Ordinal);
        return done with { By = rule, Request = isFile ? request with { File = path } : request with { Path = path.StartsWith('/') ? path : "/" + path } };
    }

    private static bool Matters(Directive rule, Dictionary<string, string> flags) => rule.Arguments[1].Text != "-" || flags.ContainsKey("F") || flags.ContainsKey("G");

    private static Match? Match(Directive rule, Dictionary<string, string> flags, ApacheRequest request, string prefix)
    {
        var (pattern, isNegated) = rule.Arguments[0].Text.StartsWith('!') ? (rule.Arguments[0].Text[1..], true) : (rule.Arguments[0].Text, false);
        if (!request.Path.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var match = ApachePatterns.Regex(pattern, flags.ContainsKey("NC"))?.Match(request.Path[prefix.Length..]);
        if (match is null)
            return null;
        return match.Success != isNegated ? match : null;
    }

    private static (bool? Fits, Match? Last) Conditions(List<Directive> conditions, ApacheRequest request, Match rule)
    {
        var (all, last, group) = ((bool?)true, (Match?)null, (bool?)false);
        foreach (var condition in conditions)
        {
            var (fits, match) = ApacheCondition.Ask(condition, request, rule);
            last = match ?? last;
            group = group == true || fits == true ? true : group is null || fits is null ? null : false;
            if (Flags(condition).ContainsKey("OR"))
                continue;
            all = all == false || group == false ? false : all is null || group is null ? null : true;
            group = false;
        }

        return (all, last);
    }

    private static string Variables(string text, ApacheRequest request) =>
        VariableName().Replace(text, match => ApacheCondition.Value(match.Groups["name"].Value, request) ?? match.Value);

    private static Dictionary<string, string> Flags(Directive each)
    {
        var flags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (each.Arguments is not [_, _, var text, ..])
            return flags;
        foreach (var flag in text.Text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = flag.Split('=', 2);
            flags[Short(parts[0])] = parts.Length > 1 ? parts[1] : "";
        }

        return flags;
    }

    private static string Short(string flag) => flag.ToLowerInvariant() switch
    {
        "redirect" => "R",
        "forbidden" => "F",
        "gone" => "G",
        "last" => "L",
        "proxy" => "P",
        "passthrough" => "PT",
        "nocase" => "NC",
        "ornext" => "OR",
        "chain" => "C",
        "skip" => "S",
        "end" => "END",
        _ => flag,
    };

    [GeneratedRegex(@"[$%][0-9]", RegexOptions.None, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"%\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VariableName();
}
