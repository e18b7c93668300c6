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
                routes.MapMethods(endpoint.Path, endpoint.IsForScripts ? [.. endpoint.Methods, HttpMethods.Options] : endpoint.Methods, ServeAsync);
        }
    }

    private static async Task AnswerAsync(HttpContext context, SimulatedEndpoint endpoint, SimulatorState state)
    {
        var request = new SimulatedRequest(context, state.Clients.Of(context), state);
        try
        {
            var answer = endpoint.IsForScripts && ScriptAccess.IsQuestion(endpoint, context.Request)
                ? ScriptAccess.Answer(endpoint, context.Request)
                : await endpoint.AnswerAsync(request, context.RequestAborted);
            await WriteAsync(request, endpoint, answer);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // The server reads no content that is larger than it takes, or broken.
            await WriteAsync(request, endpoint, new(exception.StatusCode) { Diagnosis = new("content that can be read", "another one") });
        }
    }

    private static Task WriteAsync(SimulatedRequest request, SimulatedEndpoint endpoint, SimulatedAnswer answer)
    {
        if (endpoint.IsForScripts)
            ScriptAccess.Show(answer);
        return AnswerWriter.WriteAsync(request, endpoint.Path, answer, request.Context.RequestAborted);
    }
}
