using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Twists;
using Countersign.WebConsole.Beside;
using Countersign.WebConsole.Pages.Playground;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>Requests to the simulator beside the console, named by what they show: so there are no credentials in an address.</summary>
internal static class SimulatorTrial
{
    /// <summary>The query that names a call of a visit.</summary>
    public static string QueryOf(SimulatedEndpoint endpoint, int visit, int call) =>
        string.Create(CultureInfo.InvariantCulture, $"?at={Uri.EscapeDataString(endpoint.Path)}&visit={visit}&call={call}");

    /// <summary>The query that names a value of a twist.</summary>
    public static string QueryOf(Twist twist, TwistValue value) => $"?twist={twist.Name}&value={Uri.EscapeDataString(value.Value)}";

    /// <summary>The request that a query names; null for none.</summary>
    public static async Task<PresetRequest?> FindAsync(ConsoleRequest console)
    {
        if (Find(console) is not { } preset)
            return null;
        var server = await LabBeside.Of(console).StartAsync(console.Cancel);

        // Whoever tries it meets nothing that was left behind.
        var request = preset.Request with
        {
            Url = $"{server.Url.GetLeftPart(UriPartial.Authority)}{preset.Request.Url}",
            Fields = preset.Request.Fields.Add((SimulatorClients.Field, RandomNumberGenerator.GetHexString(12, lowercase: true))),
        };
        return preset with { Request = request };
    }

    private static PresetRequest? Find(ConsoleRequest console)
    {
        if (TwistCatalogue.Find(console.Query("twist")) is { } twist && twist.Values.FirstOrDefault(each => each.Value == console.Query("value")) is { } value)
            return new(RequestOf(twist, value), StoryOf($"{twist.Name}={value.Value}: {value.Story}", value.Provokes), IsSent: true);
        if (SimulatorCatalogue.All.FirstOrDefault(each => each.Path == console.Query("at")) is not { } endpoint)
            return null;
        var (visits, isNumber) = (endpoint.Visits, int.TryParse(console.Query("visit"), NumberStyles.None, CultureInfo.InvariantCulture, out var number));
        if (!isNumber || number >= visits.Length || !int.TryParse(console.Query("call"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= visits[number].Calls.Length)
            return null;
        return new(RequestOf(visits[number].Calls[place]), StoryOf(endpoint.Story, visits[number].Provokes), IsSent: true);
    }

    private static ComposedRequest RequestOf(SimulatedCall call) => WithAnswers(new(call.Method, call.Target) { Fields = call.Fields, Content = call.Content ?? "" }, call.Password);

    private static ComposedRequest RequestOf(Twist twist, TwistValue value)
    {
        var mark = value.At.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var request = new ComposedRequest("GET", $"{value.At}{mark}{twist.Name}={Uri.EscapeDataString(value.Value)}")
        {
            Fields = value.Fields,
            Times = Math.Clamp(value.Times + value.Answers, 1, ComposedRequest.MostTimes),
        };
        if (value.Answers > 0)
            return WithAnswers(request, value.Password);
        return value.Authorization is { } credentials ? request with { Fields = request.Fields.Add(("Authorization", credentials)) } : request;
    }

    // Digest is answered by the client: what it is asked for is known only then.
    private static ComposedRequest WithAnswers(ComposedRequest request, string? password) =>
        password is null ? request : request with { Login = ComposedLogin.Digest, User = "anna", Secret = new(password) };

    private static string StoryOf(string story, ImmutableArray<string> provokes) => provokes.IsEmpty ? story : $"{story} The inspector finds {string.Join(", ", provokes)}.";
}
