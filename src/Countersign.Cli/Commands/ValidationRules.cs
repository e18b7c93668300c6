using System.CommandLine;
using System.CommandLine.Parsing;

namespace Countersign.Cli.Commands;

/// <summary>Has options and arguments refuse what breaks a rule.</summary>
internal static class ValidationRules
{
    /// <summary>Each value is told of by the sentence of the rule.</summary>
    public static Option<T> Checked<T>(this Option<T> option, Func<string, string?> rule)
    {
        option.Validators.Add(result => Judge(result, rule));
        return option;
    }

    /// <inheritdoc cref="Checked{T}(Option{T}, Func{string, string?})"/>
    public static Argument<T> Checked<T>(this Argument<T> argument, Func<string, string?> rule)
    {
        argument.Validators.Add(result => Judge(result, rule));
        return argument;
    }

    private static void Judge(SymbolResult result, Func<string, string?> rule)
    {
        foreach (var token in result.Tokens)
        {
            if (rule(token.Value) is { } fault)
                result.AddError(fault);
        }
    }
}
