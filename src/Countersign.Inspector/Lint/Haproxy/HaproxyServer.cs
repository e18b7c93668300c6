using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>A configuration of HAProxy, and what it makes of a request.</summary>
/// <param name="Sections">Its sections.</param>
internal sealed record HaproxyServer(ImmutableArray<Directive> Sections)
{
    public Judging Judging { get; } = new();

    /// <summary>Those that clients come to.</summary>
    public ImmutableArray<Directive> Fronts { get; } = [.. Sections.Where(section => section.Name is "frontend" or "listen")];

    /// <summary>Every rule that asks for credentials, with its section.</summary>
    public IEnumerable<(Directive Rule, Directive Section)> Asking => Sections.SelectMany(section => section.Children.Where(IsAsking).Select(rule => (rule, section)));

    public static bool IsAsking(Directive rule) => rule.Name == "http-request" && rule.Arguments is [{ Text: "auth" }, ..];

    public static string NameOf(Directive section) => section.Arguments is [var name, ..] ? $"{section.Name} {name.Text}" : section.Name;

    public static IEnumerable<int> PortsOf(Directive front) =>
        front.Children.Where(each => each.Name == "bind" && !each.Arguments.IsEmpty).SelectMany(each => each.Arguments[0].Text.Split(','))
            .Concat(front.Arguments.Skip(1).Select(argument => argument.Text))
            .Select(address => int.TryParse(address[(address.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture, out var port) ? port : 0).Where(port => port > 0);

    public static bool IsTls(Directive front) => front.Children.Any(each => each.Name == "bind" && each.Arguments.Any(argument => argument.Text == "ssl"));

    /// <summary>The fronts that lead to a section, it itself where it is one.</summary>
    public IEnumerable<Directive> FrontsOf(Directive section) =>
        section.Name != "backend" ? Fronts.Where(front => front == section) : Fronts.Where(front => front.Children.Any(each => each.Name is "use_backend" or "default_backend" && each.Arguments is [var name, ..] && section.Arguments is [var own, ..] && name.Text == own.Text));

    public AccessDecision? Ask(HaproxyRequest request) =>
        Fronts.FirstOrDefault(front => PortsOf(front).Contains(request.Port)) is { } front ? Ask(front, request) : null;

    /// <summary>What becomes of a request that comes to a front.</summary>
    public AccessDecision Ask(Directive front, HaproxyRequest request)
    {
        // For each rule its conditions are looked for among all the lines.
        Judging.Count(8 + (front.Children.Count * (1 + (front.Children.Count / 128L))));
        if (Rules(front, request) is { } decided)
            return decided;
        var (by, unknown) = BackendOf(front, request);
        if (unknown is not null)
            return new(Access.NotDecided, $"Whether {unknown.Text} counts for {request.Method} {request.Path} depends on what is not in this file.") { Directives = [front, unknown] };
        var backend = by is null ? null : Sections.FirstOrDefault(section => section.Name is "backend" or "listen" && section.Arguments is [var own, ..] && own.Text == by.Arguments[0].Text);
        if (backend is not null && Rules(backend, request) is { } later)
            return later with { Directives = [front, by!, .. later.Directives] };
        var target = backend ?? front;
        return new(Access.Open, $"{request.Method} {request.Path} is let through to {NameOf(target)}: no rule asks for credentials.") { Directives = [front, .. by is null ? [] : new[] { by }, .. backend is null ? [] : new[] { backend }] };
    }

    private static AccessDecision? Rules(Directive section, HaproxyRequest request)
    {
        var asked = $"{request.Method} {request.Path}";
        foreach (var rule in section.Children.Where(each => each.Name == "http-request").Concat(section.Children.Where(each => each.Name == "redirect")))
        {
            var action = rule.Name == "redirect" ? "redirect" : rule.Arguments is [var first, ..] ? first.Text.Split('(')[0] : "";
            if (action is not ("auth" or "deny" or "reject" or "tarpit" or "silent-drop" or "allow" or "redirect" or "return"))
                continue;
            var holds = HaproxyCondition.Of(rule, section) is { } condition ? condition.Holds(request) : true;
            if (holds == false)
                continue;
            if (holds is null)
                return new(Access.NotDecided, $"Whether {rule.Text} counts for {asked} depends on what is not in this file.") { Directives = [section, rule] };
            if (action == "allow")
                return null;
            var status = StatusOf(rule, action);
            return action switch
            {
                "auth" => new(Access.Challenged, $"{asked} is asked for credentials (401) by {rule.Text}.") { Status = 401, Directives = [section, rule] },
                "redirect" => new(Access.Redirected, $"{asked} is sent elsewhere ({status}) by {rule.Text}.") { Status = status, Directives = [section, rule] },
                "return" when status is < 400 or 404 => new(Access.Open, $"{asked} is answered {status} by {rule.Text}, without credentials.") { Directives = [section, rule] },
                _ => new(status == 401 ? Access.Challenged : Access.Refused, $"{asked} is refused ({status}) by {rule.Text}.") { Status = status, Directives = [section, rule] },
            };
        }

        return null;
    }

    private static int StatusOf(Directive rule, string action)
    {
        var words = rule.Arguments.Select(argument => argument.Text).ToList();
        var at = words.FindIndex(word => word is "deny_status" or "status" or "code");
        if (at >= 0 && at + 1 < words.Count && int.TryParse(words[at + 1], CultureInfo.InvariantCulture, out var status))
            return status;
        return action switch { "redirect" => 302, "return" => 200, "tarpit" => 500, _ => 403 };
    }

    private static (Directive? By, Directive? Unknown) BackendOf(Directive front, HaproxyRequest request)
    {
        foreach (var use in front.Children.Where(each => each.Name == "use_backend" && !each.Arguments.IsEmpty))
        {
            var holds = HaproxyCondition.Of(use, front) is { } condition ? condition.Holds(request) : true;
            if (holds is null || holds == true && use.Arguments[0].Text.Contains('%', StringComparison.Ordinal))
                return (null, use);
            if (holds == true)
                return (use, null);
        }

        return (front.Children.LastOrDefault(each => each.Name == "default_backend" && !each.Arguments.IsEmpty), null);
    }
}
