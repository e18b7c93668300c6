using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Hosting;

/// <summary>Answers for a bug or an outage of the gateway itself: never lets the request through and never looks like a question for credentials.</summary>
internal sealed class InnerFailures(ILogger<InnerFailures> log)
{
    public Task AnswerAsync(HttpContext context, Activity? span, Exception failure, CorsRules? cors = null)
    {
        UnreadContent.Abandon(context);
        var reference = ReferenceIds.Next();
        log.RequestFailed(reference, failure);
        span?.TellFailure(failure.GetType().FullName!);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return PlainProblem.WriteAsync(context, 500, "Internal error", "The gateway failed on this request; its log says why.", reference, cors);
    }
}
