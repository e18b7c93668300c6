using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Basic;
using Countersign.Lab.Simulator.Twists.Bearer;
using Countersign.Lab.Simulator.Twists.Caching;
using Countersign.Lab.Simulator.Twists.Challenges;
using Countersign.Lab.Simulator.Twists.Clocks;
using Countersign.Lab.Simulator.Twists.Contents;
using Countersign.Lab.Simulator.Twists.Cors;
using Countersign.Lab.Simulator.Twists.Digest;
using Countersign.Lab.Simulator.Twists.Flapping;
using Countersign.Lab.Simulator.Twists.Redirects;
using Countersign.Lab.Simulator.Twists.Servers;
using Countersign.Lab.Simulator.Twists.Several;
using Countersign.Lab.Simulator.Twists.Statuses;
using Countersign.Lab.Simulator.Twists.Transport;

namespace Countersign.Lab.Simulator.Twists;

/// <summary>All twists, in the order in which they work.</summary>
internal static class TwistCatalogue
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Twist> All { get; } =
    [
        new After(),
        new Until(),
        new Every(),
        new Rate(),
        new Nodes(),
        new NonceLife(),
        new Skew(),
        new NonceUse(),
        new NextNonce(),
        new NonceMaking(),
        new CountCheck(),
        new OpaqueCheck(),
        new Stale(),
        new ServerProof(),
        new DigestForm(),
        new Reads(),
        new CharsetTwist(),
        new DpopTwist(),
        new ScopeTwist(),
        new StepUpTwist(),
        new MetadataTwist(),
        new BearerForm(),
        new ErrorTwist(),
        new ServerTwist(),
        new InsteadTwist(),
        new ChallengeTwist(),
        new SchemeName(),
        new RealmForm(),
        new SyntaxTwist(),
        new SeveralTwist(),
        new ContentTwist(),
        new RedirectTwist(),
        new DateSkew(),
        new CacheTwist(),
        new CorsTwist(),
        new Slow(),
        new ConnectionTwist(),
    ];

    /// <summary>The one of a name; null for none.</summary>
    public static Twist? Find(string name) => All.FirstOrDefault(twist => twist.Name == name);
}
