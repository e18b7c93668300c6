using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Protection.Tokens;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>The schemes that addresses may ask for.</summary>
internal static class SchemeKinds
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<SchemeKind> All { get; } = [new BasicKind(), new DigestKind(), new ApiKeyKind(), new BearerKind(TokenPlace.OfAnybody), new DpopKind(TokenPlace.OfAnybody)];

    /// <summary>Those of a list with commas, in its order; null where one is none.</summary>
    public static ImmutableArray<SchemeKind>? Find(string names)
    {
        var found = ImmutableArray.CreateBuilder<SchemeKind>();
        foreach (var name in names.Split(','))
        {
            if (All.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } kind)
                return null;
            found.Add(kind);
        }

        return found.DrainToImmutable();
    }
}
