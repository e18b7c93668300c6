using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>One thing that can be wrong in a configuration of nginx. It stands in the file of its name, and is listed in <see cref="NginxChecks"/>.</summary>
internal abstract class NginxCheck
{
    /// <summary>What is said of it whatever it finds.</summary>
    public abstract CheckRow Row { get; }

    /// <summary>Looks for it.</summary>
    public abstract IEnumerable<LintFinding> Judge(NginxView view);

    /// <summary>A finding with the lines that make it so.</summary>
    protected LintFinding Found(string message, params IEnumerable<Directive?> lines) =>
        new(Row, message) { Directives = [.. lines.Where(line => line is not null).Distinct()!] };

    /// <summary>The row of a check that goes by how nginx works.</summary>
    protected static CheckRow By(string fact, Severity severity, string title, string why, string document, string fix) =>
        new($"nginx/{fact}", severity, title, why, new(document), Fault.Origin, fix);
}
