using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;
using Countersign.Lab.Simulator.Twists.Flapping;
using Countersign.Lab.Simulator.Twists.Several;

namespace Countersign.Lab.Simulator.Twists;

/// <summary>All twists, in the order in which they work.</summary>
internal static class TwistCatalogue
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Twist> All { get; } =
    [
        new After(),
        new Until(),
        new ChallengeTwist(),
        new SchemeName(),
        new RealmForm(),
        new SyntaxTwist(),
        new SeveralTwist(),
    ];

    /// <summary>The one of a name; null for none.</summary>
    public static Twist? Find(string name) => All.FirstOrDefault(twist => twist.Name == name);
}
