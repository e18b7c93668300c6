using Countersign.AspNetCore.Admission;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Doors;

/// <summary>The fields that the answer to an admitted request owes, whatever the application answers.</summary>
internal static class OwedFields
{
    /// <summary>Keeps an answer out of shared caches that can't see whom it was for, unless the application says what they may do.</summary>
    public static void AddPrivacy(HttpResponse response) => response.OnStarting(() =>
    {
        if (response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = "private";
        return Task.CompletedTask;
    });

    /// <summary>Serves a request and does the duty of its scheme.</summary>
    public static Task ServeAsync(HttpContext context, ResponseDuty duty, RequestDelegate serve)
    {
        if (duty.NeedsContent)
            return DigestingBody.SeesWhatIsSent(context) ? ServeSignedAsync(context, duty, serve) : serve(context);
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[duty.FieldName] = duty.Value();
            return Task.CompletedTask;
        });
        return serve(context);
    }

    private static async Task ServeSignedAsync(HttpContext context, ResponseDuty duty, RequestDelegate serve)
    {
        var body = DigestingBody.Install(context, duty);
        context.Response.OnStarting(() =>
        {
            body.Begin();
            return Task.CompletedTask;
        });
        try
        {
            await serve(context);
            if (!context.Response.HasStarted)
                await context.Response.StartAsync();
            await context.Response.BodyWriter.FlushAsync();
            await body.EndAsync();
        }
        finally
        {
            body.Remove();
        }
    }
}
