using System.Collections.Concurrent;
using System.Collections.Immutable;
using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Sessions;

/// <summary>How people sign in, in the form of the store and in ours. Few ways are common to all sessions of a door: what was made of one serves the others.</summary>
/// <param name="Methods">By what it was proven who it is.</param>
/// <param name="Strengths">What a demand for a strength may name.</param>
internal sealed record SignInMethods(ImmutableArray<string> Methods, ImmutableArray<string> Strengths)
{
    private const int Most = 256;

    private static readonly ConcurrentDictionary<(string Methods, string? Acr), SignInMethods> Known = new();

    /// <summary>Reads the columns of a session.</summary>
    public static SignInMethods Read(string methods, string? acr)
    {
        if (Known.TryGetValue((methods, acr), out var known))
            return known;
        var list = TextList.Read(methods);
        var made = new SignInMethods(list, SignInStrength.Of(acr, list));
        if (Known.Count < Most)
            Known.TryAdd((methods, acr), made);
        return made;
    }
}
