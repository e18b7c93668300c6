using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>A place that somebody means to protect: its section or .htaccess asks for a user.</summary>
/// <param name="Host">The host it is asked on.</param>
/// <param name="Section">The block; null for an .htaccess.</param>
/// <param name="Directives">What stands in it and counts.</param>
/// <param name="Answer">What becomes of a request for an address in it.</param>
internal sealed record ProtectedPlace(ApacheHost Host, Directive? Section, ImmutableArray<Directive> Directives, ApacheAnswer Answer)
{
    private const int MaxDepth = 3;

    /// <summary>The .htaccess; null for a section.</summary>
    public string? Beside { get; init; }

    public bool IsOpen => Answer.Decision.Access == Access.Open;

    /// <summary>Its own rules; null where it has none.</summary>
    public AuthorizationRule? Rules { get; init; }

    /// <summary>What shows that it is meant to be protected, first what to look at.</summary>
    public IEnumerable<Directive> Signs => Directives.Where(each => ApacheReader.Is(each, "AuthType") || ApacheReader.Is(each, "AuthUserFile")).Concat(Rules?.Leaves.Where(rule => rule.NeedsUser).Select(rule => rule.Directive!) ?? []);

    /// <summary>Where it begins: its block, or the first line of its .htaccess that counts.</summary>
    public Directive Start => Section ?? Signs.First();

    public string Address => Host.Address(Answer.Request.Path).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped);

    public static IEnumerable<ProtectedPlace> Of(ApacheServer server)
    {
        if (server.IsBeside)
        {
            foreach (var place in Alone(server))
                yield return place;
            yield break;
        }

        foreach (var host in server.Answering)
        {
            foreach (var section in host.Sections.Where(section => !section.Kind.Equals("Proxy", StringComparison.Ordinal)))
            {
                ImmutableArray<Directive> directives = [.. server.Reader.Active(section.Directive.Children)];
                if (!IsMeant(directives, server.Reader))
                    continue;
                foreach (var path in AddressesOf(host, section).Distinct(StringComparer.Ordinal))
                    yield return new(host, section.Directive, directives, server.Ask(host, path)) { Rules = AuthorizationRule.Of(directives, server.Reader) };
            }

            foreach (var file in FilesBeside(server, host).Distinct(StringComparer.Ordinal))
            {
                if (server.Reader.ReadBeside(file) is not { } said || !IsMeant([.. server.Reader.Active(said)], server.Reader))
                    continue;
                ImmutableArray<Directive> directives = [.. server.Reader.Active(said)];
                foreach (var path in ApacheTranslation.AddressesOf(host, file[..file.LastIndexOf('/')]).Take(1))
                    yield return new(host, null, directives, server.Ask(host, path)) { Beside = file, Rules = AuthorizationRule.Of(directives, server.Reader) };
            }
        }
    }

    // An .htaccess of which nobody knows where it lies is judged as if it were all there is.
    private static IEnumerable<ProtectedPlace> Alone(ApacheServer server)
    {
        var request = new ApacheRequest("GET", "/", server.Main) { File = "/" };
        var layers = new List<ApacheLayer>();
        foreach (var section in server.Main.Sections.Select(section => section.Directive).Prepend(null))
        {
            ImmutableArray<Directive> directives = section is null ? server.Main.Own : [.. server.Reader.Active(section.Children)];
            layers.Add(new(section, directives));
            if (!IsMeant(directives, server.Reader))
                continue;
            var rules = new ApacheAccess(server, section is null ? layers : [layers[0], layers[^1]]);
            var (access, status, reason, by) = rules.Decide(request);
            var decision = new AccessDecision(access, reason) { Status = status, Directives = by };
            var place = new ProtectedPlace(server.Main, section, directives, new(request, new(request, null, null), null, rules, decision)) { Rules = AuthorizationRule.Of(directives, server.Reader) };
            yield return section is null ? place with { Beside = server.Reader.Files[0] } : place;
        }
    }

    // Somebody has to sign in, or a way to do so is set up.
    private static bool IsMeant(ImmutableArray<Directive> directives, ApacheReader reader) =>
        AuthorizationRule.Of(directives, reader) is { } rules ? rules.Leaves.Any(rule => rule is { NeedsUser: true, IsNegated: false })
        : directives.Any(each => ApacheReader.Is(each, "AuthUserFile")) && directives.Any(each => ApacheReader.Is(each, "AuthType") && !ApacheAccess.TextOf(each).Equals("None", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> AddressesOf(ApacheHost host, ApacheSection section)
    {
        switch (section.Kind)
        {
            case "Location" when !section.IsRegular && !ApachePatterns.HasWildcard(section.Pattern):
                return [section.Pattern.EndsWith('/') ? section.Pattern : section.Pattern + "/"];
            case "Location" when section.IsRegular && ApachePatterns.Beginning(section.Pattern) is { Length: > 0 } start:
                return new[] { start, start + "/", start + "/x" }.Where(section.IsForAddress).Take(1);
            case "Directory" when !section.IsRegular && !ApachePatterns.HasWildcard(section.Pattern):
                return ApacheTranslation.AddressesOf(host, section.Pattern);
            case "Files" when !section.IsRegular && !ApachePatterns.HasWildcard(section.Pattern):
                return ["/" + section.Pattern];
            default:
                return [];
        }
    }

    private static IEnumerable<string> FilesBeside(ApacheServer server, ApacheHost host)
    {
        var roots = host.All("Alias").Where(each => each.Arguments.Length == 2).Select(each => each.Arguments[1].Text.TrimEnd('/')).Append(host.DocumentRoot).OfType<string>().Where(root => root.StartsWith('/') && root.Length > 1);
        return roots.SelectMany(root => Enumerable.Range(0, MaxDepth).SelectMany(depth => server.NamesBeside.SelectMany(name => server.Files.Match($"{root}{string.Concat(Enumerable.Repeat("/*", depth))}/{name}"))));
    }
}
