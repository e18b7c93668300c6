using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class HeaderNotAlways : ApacheCheck
{
    private static readonly string[] Needed = ["Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Strict-Transport-Security"];

    public override CheckRow Row { get; } = new(
        "apache/header-not-always",
        Severity.Warning,
        "A field that the 401 does not have",
        "Header without always is for successful answers: a script of another origin cannot even read that it got a 401, and browsers do not learn of HSTS by it.",
        Of("mod_headers, Header"),
        Fault.Origin,
        "Write Header always set.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        var seen = new HashSet<Directive>();
        foreach (var place in Once(server, place => place.Answer.Decision is { Access: Access.Challenged, Status: 401 }))
        {
            var near = (place.Answer.Walk?.Layers.SelectMany(layer => layer.Directives) ?? place.Directives).Concat(place.Host.All("Header")).Where(each => ApacheReader.Is(each, "Header")).Distinct().ToList();
            foreach (var header in near.Where(each => IsFor(each, "onsuccess") && seen.Add(each)))
            {
                var name = FieldOf(header);
                if (Needed.Contains(name, StringComparer.OrdinalIgnoreCase) && !near.Any(other => IsFor(other, "always") && FieldOf(other).Equals(name, StringComparison.OrdinalIgnoreCase)))
                    yield return Found($"{header.Text} does not set {name} on the 401 of {(server.IsBeside ? NameOf(place) : place.Address)}.", [header, .. place.Signs]);
            }
        }
    }

    private static bool IsFor(Directive header, string condition) =>
        header.Arguments is [var first, ..] && (first.Text.Equals("always", StringComparison.OrdinalIgnoreCase) ? condition == "always" : condition == "onsuccess");

    private static string FieldOf(Directive header)
    {
        var words = header.Arguments.Select(argument => argument.Text).Where(word => word.ToLowerInvariant() is not ("always" or "onsuccess")).ToList();
        return words is [var action, var name, ..] && action.ToLowerInvariant() is "set" or "append" or "add" or "merge" or "setifempty" ? words[1].TrimEnd(':') : "";
    }
}
