using System.CommandLine;
using Countersign.Tokens;

namespace Countersign.Cli.Commands;

/// <summary>The algorithms of tokens on the command line.</summary>
internal static class TokenAlgorithms
{
    /// <summary>An option that may be repeated.</summary>
    public static Option<string[]> Option(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "ALG" };
        option.AcceptOnlyFromAmong(Names(_ => true));
        return option;
    }

    /// <summary>An option for one of some algorithms.</summary>
    public static Option<string?> OptionForOne(string name, string description, Func<JwsAlgorithm, bool> isMeant)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "ALG" };
        option.AcceptOnlyFromAmong(Names(isMeant));
        return option;
    }

    private static string[] Names(Func<JwsAlgorithm, bool> isMeant) => [.. JwsAlgorithm.All.Where(isMeant).Select(algorithm => algorithm.Name)];
}
