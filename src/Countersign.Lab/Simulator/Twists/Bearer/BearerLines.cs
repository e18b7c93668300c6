using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Bearer;

/// <summary>Rewrites the challenges of Bearer and DPoP, parameter by parameter. What another twist has broken stays as it is.</summary>
internal static class BearerLines
{
    /// <summary>Rewrites their parameters; the texts of new ones need not be well formed.</summary>
    public static void Edit(SimulatedAnswer answer, Func<ImmutableArray<AuthParam>, IEnumerable<AuthParam>> edit) => answer.Rewrite(ChallengeText.Field, line =>
        ChallengeReader.Read(line) is { IsValid: true, Challenges: [{ Scheme: "Bearer" or "DPoP" } only] } ? Text(only.Scheme, edit(only.Params)) : line);

    /// <summary>The parameters without some.</summary>
    public static IEnumerable<AuthParam> But(this IEnumerable<AuthParam> parameters, params string[] names) => parameters.Where(each => !names.Contains(each.Name));

    private static string Text(string scheme, IEnumerable<AuthParam> parameters) =>
        $"{scheme} {string.Join(", ", parameters.Select(each => each.Quoted ? $"{each.Name}=\"{each.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : $"{each.Name}={each.Value}"))}".TrimEnd();
}
