using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Clients;
using Countersign.WebConsole.Beside;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Pages.Playground;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>Makes of the last request of a visit one for the Playground: what goes before it is asked for here, of the simulator alone, and taken down.</summary>
/// <param name="url">The simulator's address.</param>
/// <param name="clock">The time.</param>
internal sealed class TrialSteps(Uri url, TimeProvider clock)
{
    private readonly TrialMemory _memory = new(clock);

    // Whoever tries it meets nothing that was left behind.
    private readonly string _client = RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>The marks of the secrets in all of it.</summary>
    public Marks Marks { get; } = new();

    /// <summary>Asks what goes before, one after the other, each with what the answers before it gave.</summary>
    public async Task<ImmutableArray<Exchange>> AskAsync(IEnumerable<SimulatedCall> before, ConsoleRequest console)
    {
        var exchanges = ImmutableArray.CreateBuilder<Exchange>();
        if (console.Options.Visits is not { } visits)
            return [];

        // To the simulator alone, wherever it redirects to.
        var network = new GuardedNetwork(Reach.Nowhere, beside: LabBeside.Of(console).End);
        foreach (var call in before)
        {
            if (new PlaygroundForm(RequestOf(call) with { Follows = false }).ToOrder().Order is not { } order)
                continue;
            try
            {
                exchanges.AddRange((await visits.AskAsync(order with { Learn = _memory.LearnAsync, Marks = Marks }, network, console.Cancel)).Exchanges);
            }
            catch (Exception failed) when (failed is IOException or ArgumentException or FormatException)
            {
                // What comes after it is sent all the same, and shows what came of that.
            }
        }

        return exchanges.DrainToImmutable();
    }

    /// <summary>The request of a call, with what is known by now.</summary>
    public ComposedRequest RequestOf(SimulatedCall call, int times = 1)
    {
        var filled = WithClient(_memory.Fill(call));
        var request = new ComposedRequest(filled.Method, AddressOf(filled).AbsoluteUri) { Fields = filled.Fields, Content = filled.Content ?? "", Times = Math.Clamp(times, 1, ComposedRequest.MostTimes) };

        // What is answered or proved is known only when it is sent: the client does that.
        if (filled.Password is { } password)
            return request with { Login = ComposedLogin.Digest, User = "anna", Secret = new(password) };
        if (!filled.Proves)
            return request;
        if (request.Field("Authorization") is { } token && token.StartsWith("DPoP ", StringComparison.Ordinal))
            return request with { Login = ComposedLogin.Dpop, Secret = new(token["DPoP ".Length..]), ProofKey = _memory.Key, Fields = request.Fields.RemoveAll(field => field.Name == "Authorization") };
        return request with { Fields = request.Fields.Add(("DPoP", _memory.ProofOf(filled, AddressOf(filled)))) };
    }

    private SimulatedCall WithClient(SimulatedCall call)
    {
        if (call.Host is { } host)
            call = call.With("Host", FormattableString.Invariant($"{host}:{url.Port}"));
        if (call.SendsCookies && _memory.Cookies is { Length: > 0 } cookies)
            call = call.With("Cookie", cookies);
        return call.Fields.Any(field => field.Name == SimulatorClients.Field) || call.Target.Contains("client=", StringComparison.Ordinal) ? call : call.With(SimulatorClients.Field, _client);
    }

    private Uri AddressOf(SimulatedCall call) => new($"{url.GetLeftPart(UriPartial.Authority)}{call.Target}");
}
