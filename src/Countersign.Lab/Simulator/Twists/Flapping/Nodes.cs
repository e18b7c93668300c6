using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Flapping;

/// <summary>Several machines answer at the address, and one of them does not know the credentials.</summary>
internal sealed class Nodes : Twist
{
    private const string Field = "X-Served-By";
    private const int Most = 100;

    public override string Name => "nodes";

    public override SimulatorGroup Group => SimulatorGroup.Flapping;

    public override string Story => $"So many machines answer in turn and name themselves in {Field}; the last of them does not know the credentials.";

    public override ImmutableArray<TwistValue> Values => [new("2", "Two machines.", "topology/nodes-differ") { Authorization = LoginParameters.Basic, Times = 4 }];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Count.FaultOf(value, Most);

    public override bool Refuses(Judged judged, string value) => NodeOf(judged, value) == CountOf(value);

    public override void Apply(SimulatedAnswer answer, Judged judged, string value) => answer.Set(Field, string.Create(CultureInfo.InvariantCulture, $"node-{NodeOf(judged, value)}"));

    private static int CountOf(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    // One machine answers a request, whoever asks which it is.
    private static int NodeOf(Judged judged, string value)
    {
        var request = judged.Request;
        if (request.Context.Items[typeof(Nodes)] is int node)
            return node;
        node = ((request.Client.Next($"nodes {request.Place}") - 1) % CountOf(value)) + 1;
        request.Context.Items[typeof(Nodes)] = node;
        return node;
    }
}
