using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator;

/// <summary>What is said where no address is, or none for the method: marked as simulated too, since a 404 of a server that is not the one meant looks the same.</summary>
internal static class NothingThere
{
    /// <summary>What the mark names.</summary>
    public const string Mark = "nothing";

    /// <summary>Marks whatever is not marked otherwise.</summary>
    public static Task MarkAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers[AnswerWriter.Mark] = Mark;
        return next(context);
    }

    /// <summary>Answers where no address is.</summary>
    public static Task AnswerAsync(HttpContext context, SimulatorState state)
    {
        var request = new SimulatedRequest(context, state.Clients.Of(context), state);
        return AnswerWriter.WriteAsync(request, Mark, new(404) { Diagnosis = new("an address of the index, /", "another one") }, context.RequestAborted);
    }
}
