using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Lab.Exercises.Serving;

/// <summary>Gives the places of the exercises to a server.</summary>
internal static class LabRoutes
{
    /// <summary>Where the places of the exercises are, which is the mark of their answers.</summary>
    public const string Path = "/lab/{number:int}/{learner}/{**place}";

    /// <summary>Below a learner's address: takes what is typed in as an answer, as a form.</summary>
    public const string AnswerPlace = "answer";

    /// <summary>Below a learner's address: tells how the exercise stands, as JSON.</summary>
    public const string StatePlace = "state";

    /// <summary>Below an issuer: where a place is recorded that RFC 8414 §3.1 puts before the issuer's path.</summary>
    public const string ServerMetadataPlace = ".well-known/oauth-authorization-server";

    private const int MaxForm = 1024 * 1024;

    /// <summary>Maps them.</summary>
    public static void MapLaboratory(this IEndpointRouteBuilder routes, Laboratory laboratory)
    {
        routes.Map(Path, context => ServeAsync(context, laboratory));
        routes.Map($"/{ServerMetadataPlace}{Path}", context =>
        {
            context.Request.RouteValues["place"] += $"/{ServerMetadataPlace}";
            return ServeAsync(context, laboratory);
        });
    }

    private static async Task ServeAsync(HttpContext context, Laboratory laboratory)
    {
        var values = context.Request.RouteValues;
        var (learner, cancel) = (values["learner"] as string ?? "", context.RequestAborted);
        if (!Laboratory.IsName(learner) || !int.TryParse(values["number"] as string, CultureInfo.InvariantCulture, out var number) || ExerciseCatalogue.Find(number) is not { } exercise)
        {
            context.Response.StatusCode = 404;
            return;
        }

        switch (values["place"] as string ?? "")
        {
            case StatePlace:
                await WriteAsync(context, laboratory.StateOf(learner, exercise));
                return;
            case AnswerPlace when HttpMethods.IsPost(context.Request.Method):
                await TakeAsync(context, laboratory, learner, exercise);
                return;
            case var place:
                var (request, answer) = await laboratory.ServeAsync(context, learner, exercise, place, cancel);
                await AnswerWriter.WriteAsync(request, Path, answer, cancel);
                return;
        }
    }

    private static async Task TakeAsync(HttpContext context, Laboratory laboratory, string learner, Exercise exercise)
    {
        if (context.Request.ContentLength is > MaxForm || !context.Request.HasFormContentType)
        {
            context.Response.StatusCode = context.Request.HasFormContentType ? 413 : 415;
            return;
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(new() { ValueLengthLimit = MaxForm, BufferBodyLengthLimit = MaxForm }, context.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException)
        {
            context.Response.StatusCode = 400;
            return;
        }

        var values = form.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        await WriteAsync(context, await laboratory.SubmitAsync(learner, exercise, values, context.RequestAborted));
    }

    private static async Task WriteAsync(HttpContext context, LabState state)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers[AnswerWriter.Mark] = Path;
        await context.Response.Body.WriteAsync(LabStateJson.Octets(state, $"{context.Request.Scheme}://{context.Request.Host}{state.Path}"), context.RequestAborted);
    }
}
