using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

/// <summary>One thing to look for in a file of users.</summary>
internal abstract class HtpasswdCheck
{
    protected const string Anew = "Set the passwords anew by htpasswd -B -C 10 FILE USER.";

    public abstract CheckRow Row { get; }

    public abstract IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines);

    protected static Requirement Of(string document) => new($"httpd 2.4, {document}");

    /// <summary>One finding for all lines of a fault; none for none.</summary>
    protected IEnumerable<LintFinding> Found(IEnumerable<UserLine> lines, Func<string, string> message)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return [];
        var named = string.Join(", ", all.Take(5).Select(line => line.User.Length > 0 ? line.User : $"line {line.Directive.Place.Line}")) + (all.Count > 5 ? $" and {all.Count - 5} more" : "");
        return [new(Row, message(named)) { Directives = [.. all.Select(line => line.Directive)] }];
    }
}
