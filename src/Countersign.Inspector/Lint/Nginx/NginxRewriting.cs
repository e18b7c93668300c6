using System.Globalization;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Carries out <c>set</c>, <c>if</c>, <c>rewrite</c>, <c>return</c> and <c>break</c> of one level, before anybody asks for credentials.</summary>
internal sealed class NginxRewriting(NginxWalk walk, NginxRequest request)
{
    private bool _isBroken;

    /// <summary>Whether the address was changed, so that its location is looked for anew.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>The level that holds behind it: that of an <c>if</c> whose condition was met, or the one it began with.</summary>
    public NginxScope? Level { get; private set; }

    /// <summary>Whether a directive is one of those.</summary>
    public static bool Takes(Directive directive) => directive.Name is "set" or "break" or "return" or "rewrite" or "if" || IsCode(directive.Name);

    /// <summary>Carries out a level; the status with which that ends the request, and where it is sent. Null for a request that goes on.</summary>
    public NginxReturn? Run(NginxScope scope)
    {
        Level = scope;
        return RunLevel(scope);
    }

    private NginxReturn? RunLevel(NginxScope scope)
    {
        scope.Judging.Count(scope.Rewriting.Count);
        foreach (var directive in scope.Rewriting)
        {
            if (_isBroken)
                return null;
            if (Run(directive, scope) is { } end)
                return end;
        }

        return null;
    }

    private NginxReturn? Run(Directive directive, NginxScope scope)
    {
        switch (directive.Name)
        {
            case "set" when directive.Arguments is [var variable, var value]:
                request.Variables[variable.Text.TrimStart('$')] = walk.Variables.Expand(value.Text, request, scope);
                return null;
            case "break":
                _isBroken = true;
                return null;
            case "return":
                request.Note(directive);
                return Returned(directive, scope);
            case "rewrite" when directive.Arguments.Length >= 2:
                return Rewritten(directive, scope);
            case "if":
                return If(directive, scope);
            case var name when IsCode(name):
                walk.Conditions.Assume(directive);
                return null;
            default:
                return null;
        }
    }

    private static bool IsCode(string name) => name is "rewrite_by_lua_block" or "rewrite_by_lua" or "rewrite_by_lua_file" or "set_by_lua_block";

    private NginxReturn? If(Directive condition, NginxScope scope)
    {
        if (!(NginxConditions.Holds(condition, request, scope, walk) ?? walk.Conditions.Assume(condition)))
            return null;
        request.Note(condition);
        var inner = new NginxScope(condition, condition.Children, scope);
        if (scope.Block is { Name: not "server" })
            Level = inner;
        return RunLevel(inner);
    }

    private NginxReturn Returned(Directive directive, NginxScope scope)
    {
        if (directive.Arguments is not [var first, ..])
            return new(500, null, directive);
        if (!int.TryParse(first.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return new(302, walk.Variables.Expand(first.Text, request, scope) ?? first.Text, directive);
        var text = directive.Arguments.Length > 1 ? directive.Arguments[1].Text : null;
        return new(status, text is null ? null : walk.Variables.Expand(text, request, scope) ?? text, directive);
    }

    private NginxReturn? Rewritten(Directive directive, NginxScope scope)
    {
        if (walk.Model.Pattern(directive.Arguments[0].Text, ignoresCase: false).Match(request.Uri) is not { } match)
        {
            walk.Conditions.Assume(directive);
            return null;
        }

        if (!match.Success)
            return null;
        request.Take(match);
        request.Note(directive);
        var target = directive.Arguments[1].Text;
        var flag = directive.Arguments.Length > 2 ? directive.Arguments[2].Text : "";
        var expanded = walk.Variables.Expand(target, request, scope);
        if (flag is "redirect" or "permanent" || target.StartsWith("http://", StringComparison.Ordinal) || target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("$scheme", StringComparison.Ordinal))
            return new(flag == "permanent" ? 301 : 302, expanded ?? target, directive);
        if (expanded is null)
        {
            walk.Conditions.Assume(directive);
            return null;
        }

        request.IsInternal = true;
        var arguments = request.Arguments;
        request.SetTarget(expanded);
        if (!expanded.Contains('?', StringComparison.Ordinal))
            request.Arguments = arguments;
        else if (!expanded.EndsWith('?') && arguments.Length > 0)
            request.Arguments = $"{request.Arguments}&{arguments}";
        IsMoved = flag != "break";
        _isBroken = flag is "last" or "break";
        return null;
    }
}
