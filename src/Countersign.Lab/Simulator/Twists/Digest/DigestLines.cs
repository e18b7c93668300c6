using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>Rewrites the fields of Digest, parameter by parameter and quote by quote, rightly or not.</summary>
internal static class DigestLines
{
    private const string Challenges = "WWW-Authenticate";
    private const string Info = "Authentication-Info";

    /// <summary>Rewrites each Digest challenge. What another twist has broken stays as it is.</summary>
    public static void EditChallenges(SimulatedAnswer answer, Func<ImmutableArray<AuthParam>, IEnumerable<AuthParam>> edit) =>
        answer.Rewrite(Challenges, line => Read(line) is { } challenge ? $"Digest {Text(edit(challenge.Params))}" : line);

    /// <summary>Adds a Digest challenge before the first.</summary>
    public static void AddChallenge(SimulatedAnswer answer, Func<ImmutableArray<AuthParam>, IEnumerable<AuthParam>> edit)
    {
        if (answer.Fields.FindIndex(field => field.Name == Challenges && Read(field.Value) is not null) is >= 0 and var first)
            answer.Fields.Insert(first, (Challenges, $"Digest {Text(edit(Read(answer.Fields[first].Value)!.Params))}"));
    }

    /// <summary>Rewrites Authentication-Info when it is there; nothing left of it takes it off.</summary>
    public static void EditInfo(SimulatedAnswer answer, Func<ImmutableArray<AuthParam>, IEnumerable<AuthParam>> edit) => answer.Last.Add(settled =>
    {
        if (settled.First(Info) is not { } line)
            return;
        if (Text(edit(AuthenticationInfoReader.Read(line).Params)) is { Length: > 0 } text)
            settled.Set(Info, text);
        else
            settled.Remove(Info);
    });

    /// <summary>The parameters with another value for one.</summary>
    public static IEnumerable<AuthParam> With(this ImmutableArray<AuthParam> parameters, string name, Func<string, string> value) =>
        parameters.Select(each => each.Name == name ? each with { Value = value(each.Value) } : each);

    /// <summary>The parameters without one.</summary>
    public static IEnumerable<AuthParam> Without(this ImmutableArray<AuthParam> parameters, string name) => parameters.Where(each => each.Name != name);

    private static Challenge? Read(string line) => ChallengeReader.Read(line) is { IsValid: true, Challenges: [{ Scheme: "Digest" } only] } ? only : null;

    private static string Text(IEnumerable<AuthParam> parameters) =>
        string.Join(", ", parameters.Select(each => each.Quoted ? $"{each.Name}=\"{each.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : $"{each.Name}={each.Value}"));
}
