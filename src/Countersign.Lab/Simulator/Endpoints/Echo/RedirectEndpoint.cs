using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Redirects so many times.</summary>
/// <param name="path">The path.</param>
/// <param name="story">What it does.</param>
internal sealed class RedirectEndpoint(string path, string story) : EchoAddress
{
    private readonly string _name = path[1..path.IndexOf('/', 1)];

    public override string Path => path;

    public override string Story => story;

    public override ImmutableArray<SimulatorParameter> Parameters => _name == "redirect" ? [new("absolute", "true for whole addresses.", "false")] : [];

    public override ImmutableArray<SimulatedVisit> Visits =>
        [new(SimulatedCall.Get($"/{_name}/2"), SimulatedCall.Get($"/{(_name == "redirect" ? "relative-redirect" : _name)}/1"), SimulatedCall.Get("/get"))];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var left = EchoNumbers.Whole(request, "n");
        if (left < 1)
            return Unknown("how often to redirect, from 1", "something else");
        var isAbsolute = _name == "absolute-redirect" || "true".Equals(request.Query("absolute"), StringComparison.OrdinalIgnoreCase);
        var target = left == 1 ? "/get" : string.Create(CultureInfo.InvariantCulture, $"/{(isAbsolute ? "absolute" : "relative")}-redirect/{left - 1}");
        var answer = new SimulatedAnswer(302);
        var http = request.Context.Request;
        answer.Add("Location", isAbsolute ? UriHelper.BuildAbsolute(http.Scheme, http.Host, http.PathBase, target) : target);
        return answer;
    }
}
