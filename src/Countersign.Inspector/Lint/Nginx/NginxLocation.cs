namespace Countersign.Inspector.Lint.Nginx;

/// <summary>How a location says which addresses are its own.</summary>
internal enum NginxLocationKind
{
    Prefix,
    PrefixBeforeExpressions,
    Exact,
    Expression,
    Named,
}

/// <summary>A location, with those that stand in it.</summary>
internal sealed class NginxLocation
{
    private static readonly string[] Passes = ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass", "tunnel_pass"];

    private NginxLocation(NginxLocationKind kind, string text, NginxScope scope, NginxLocation? outer)
    {
        (Kind, Text, Scope, Outer) = (kind, text, scope, outer);
        Nested = new(Of(scope, this));
        Pass = PassOf(scope);
    }

    public NginxLocationKind Kind { get; }

    /// <summary>The prefix, the name, or the expression.</summary>
    public string Text { get; }

    public NginxPattern? Pattern { get; private init; }

    public NginxScope Scope { get; }

    public NginxLocation? Outer { get; }

    public NginxLocations Nested { get; }

    /// <summary>The line that passes requests on to somebody else; null where files are sent.</summary>
    public Directive? Pass { get; }

    public Directive Block => Scope.Block!;

    public bool IsInternal => Scope.Effective("internal") is not null;

    public bool IsPrefix => Kind is NginxLocationKind.Prefix or NginxLocationKind.PrefixBeforeExpressions;

    /// <summary>The location and all that stand in it.</summary>
    public IEnumerable<NginxLocation> All() => Nested.All.SelectMany(nested => nested.All()).Prepend(this);

    /// <summary>The line of a level that passes requests on.</summary>
    public static Directive? PassOf(NginxScope scope) => scope.Children.FirstOrDefault(child => Passes.Contains(child.Name));

    /// <summary>The locations that stand in a level, in their order.</summary>
    public static IEnumerable<NginxLocation> Of(NginxScope scope, NginxLocation? outer) =>
        scope.Own("location").Where(block => block.Arguments.Length > 0).Select(block => Of(block, new NginxScope(block, block.Children, scope), outer));

    private static NginxLocation Of(Directive block, NginxScope scope, NginxLocation? outer)
    {
        var (mark, text) = block.Arguments is [var first, var second, ..] ? (first.Text, second.Text) : Split(block.Arguments[0].Text);
        return mark switch
        {
            "=" => new(NginxLocationKind.Exact, text, scope, outer),
            "^~" => new(NginxLocationKind.PrefixBeforeExpressions, text, scope, outer),
            "~" => new(NginxLocationKind.Expression, text, scope, outer) { Pattern = new(text, ignoresCase: false, scope.Judging) },
            "~*" => new(NginxLocationKind.Expression, text, scope, outer) { Pattern = new(text, ignoresCase: true, scope.Judging) },
            _ => new(text.StartsWith('@') ? NginxLocationKind.Named : NginxLocationKind.Prefix, text, scope, outer),
        };
    }

    // "location =/x" and "location ~\.php$" are understood, too.
    private static (string Mark, string Text) Split(string text) => text switch
    {
        ['=', .. var rest] => ("=", rest),
        ['^', '~', .. var rest] => ("^~", rest),
        ['~', '*', .. var rest] => ("~*", rest),
        ['~', .. var rest] => ("~", rest),
        _ => ("", text),
    };
}
