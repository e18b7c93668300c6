using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

/// <summary>One thing to look for in a server of httpd.</summary>
internal abstract class ApacheCheck
{
    protected static Requirement Of(string document) => new($"httpd 2.4, {document}");

    public abstract CheckRow Row { get; }

    public abstract IEnumerable<LintFinding> Judge(ApacheServer server);

    protected LintFinding Found(string message, params IEnumerable<Directive?> directives) =>
        new(Row, message) { Directives = [.. directives.OfType<Directive>().Distinct()] };

    /// <summary>Protected places for which something holds, each section or .htaccess once, whatever number of hosts has it.</summary>
    protected static IEnumerable<ProtectedPlace> Once(ApacheServer server, Func<ProtectedPlace, bool> holds) =>
        server.Places.Where(holds).DistinctBy(place => place.Start);

    /// <summary>A place as messages call it.</summary>
    protected static string NameOf(ProtectedPlace place) => place.Beside ?? place.Section!.Text;
}
