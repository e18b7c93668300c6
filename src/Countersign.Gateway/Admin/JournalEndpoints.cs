using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin;

/// <summary>The journal: an entry by its reference, the newest refusals, the admissions by minute.</summary>
internal sealed class JournalEndpoints(IJournal journal, StoredJournal stored)
{
    private const int UsualCount = 100;
    private const int MostCount = 1000;

    private static readonly AdminParameter Count = new("count", "How many, the newest first.") { Most = MostCount, Usual = UsualCount };

    private static readonly JsonSchema Entry = JsonSchema.Of("JournalEntry", JournalJson.Default.JournalEntry, typeof(Refusal));

    public static ImmutableArray<AdminEndpoint> Rows { get; } =
    [
        new("GET", "journal", "The newest refusals.", (admin, context, _) => admin.Journal.RefusalsAsync(context))
        {
            Query = [Count], Answer = AdminAnswer.List(Entry, "The refusals, the newest first."),
        },
        new("GET", "journal/{reference}", "One refused request.", (admin, context, values) => admin.Journal.FindAsync(context, values[0]))
        {
            Answer = AdminAnswer.One(Entry, "What is known of it."), Refusals = [new(404, "No refused request has this reference.")],
        },
        new("GET", "admissions", "How many requests were let in, by minute, route and kind of subject.", (admin, context, _) => admin.Journal.AdmissionsAsync(context))
        {
            Query = [Count],
            Answer = AdminAnswer.List(JsonSchema.Of("AdmissionCount", JournalJson.Default.AdmissionCount), "The counts, the newest minute first."),
        },
    ];

    public async Task FindAsync(HttpContext context, string reference)
    {
        // It may read the store, and this thread waits for sockets.
        await Task.Yield();
        if (journal.Find(reference) is { } entry)
            await WriteAsync(context, entry, JournalJson.Default.JournalEntry);
        else
            await PlainProblem.WriteAsync(context, 404, "Unknown reference", "No refused request has this reference.");
    }

    public Task RefusalsAsync(HttpContext context) => ListAsync(context, stored.Newest, JournalJson.Default.IReadOnlyListJournalEntry);

    public Task AdmissionsAsync(HttpContext context) => ListAsync(context, stored.Admissions, JournalJson.Default.IReadOnlyListAdmissionCount);

    private static async Task ListAsync<T>(HttpContext context, Func<int, T> read, JsonTypeInfo<T> type)
    {
        await Task.Yield();
        if (CountOf(context.Request) is not { } count)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad count", $"'count' is a number from 1 to {MostCount}, {UsualCount} when left out.");
            return;
        }

        await WriteAsync(context, read(count), type);
    }

    /// <summary>Null when it is none.</summary>
    private static int? CountOf(HttpRequest request)
    {
        var given = request.Query["count"];
        if (given.Count == 0)
            return UsualCount;
        return int.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostCount ? count : null;
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}
