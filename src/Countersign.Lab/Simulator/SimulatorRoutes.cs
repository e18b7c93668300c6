using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Lab.Simulator;

/// <summary>Gives the addresses of a simulator to a server.</summary>
internal static class SimulatorRoutes
{
    /// <summary>Maps all of them.</summary>
    public static void MapSimulator(this IEndpointRouteBuilder routes, SimulatorState state)
    {
        foreach (var endpoint in SimulatorCatalogue.All)
        {
            Task ServeAsync(HttpContext context) => AnswerAsync(context, endpoint, state);
            if (endpoint.Methods.IsEmpty)
                routes.Map(endpoint.Path, ServeAsync);
            else
                routes.MapMethods(endpoint.Path, endpoint.Methods, ServeAsync);
        }
    }

    private static async Task AnswerAsync(HttpContext context, SimulatedEndpoint endpoint, SimulatorState state)
    {
        var request = new SimulatedRequest(context, state.Clients.Of(context), state);
        await AnswerWriter.WriteAsync(request, endpoint.Path, await endpoint.AnswerAsync(request, context.RequestAborted), context.RequestAborted);
    }
}
