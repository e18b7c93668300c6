using System.Collections.Immutable;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks;

/// <summary>One challenge of an answer, with its places.</summary>
/// <param name="from">The field that it stands in.</param>
/// <param name="index">The how-manieth of the field it is, from 0.</param>
/// <param name="challenge">What is asked for.</param>
internal sealed class Offer(ChallengeField from, int index, Wire.Challenge challenge)
{
    /// <summary>The field that it stands in.</summary>
    public ChallengeField Field => from;

    /// <summary>The scheme as written.</summary>
    public string Scheme => challenge.Scheme;

    /// <summary>The token68 form; null for none.</summary>
    public string? Token68 => challenge.Token68;

    /// <summary>The parameters.</summary>
    public ImmutableArray<AuthParam> Params => challenge.Params;

    /// <summary>The protection space; null for none.</summary>
    public string? Realm => challenge.Realm;

    /// <summary>Where in the field it begins.</summary>
    public int Start => from.PlaceOf(index).Start;

    /// <summary>Whether the scheme is this one, or one of these.</summary>
    public bool Is(params ReadOnlySpan<string> schemes)
    {
        foreach (var scheme in schemes)
        {
            if (scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The first value of a parameter; null for none.</summary>
    public string? Find(string name) => challenge.Find(name);

    /// <summary>The place of the scheme.</summary>
    public Evidence At()
    {
        var (start, length) = from.PlaceOf(index);
        return from.At(start, length);
    }

    /// <summary>The place of a parameter.</summary>
    public Evidence At(string parameter)
    {
        var (start, length) = from.PlaceOf(index, parameter);
        return from.At(start, length);
    }
}
