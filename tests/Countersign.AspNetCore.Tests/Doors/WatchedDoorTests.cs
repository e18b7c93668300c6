using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>What operators of an application see of its door, and what the door itself counts.</summary>
public sealed class WatchedDoorTests
{
    [Fact]
    public async Task The_journal_has_the_refusal_whose_reference_the_answer_tells_when_the_application_has_ended()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        var file = Path.Combine(folder.FullName, "door.db");
        string reference;
        await using (var app = await StartAsync(door => door.Store = file))
        {
            using var answer = await app.GetAsync("/users/7", DoorApplication.Basic("anna", "wrong"));
            reference = answer.Headers.GetValues("Countersign-Reference").Single();
        }

        using var store = Store.OpenReadOnly(StoreAddress.OfFile(file));
        var entry = new StoredJournal(store).Find(reference)!;

        Assert.Equal((Refusal.BasicWrongPassword, "/users/{id}", "/users/7", "anna"), (entry.Refusal, entry.Route, entry.Path, entry.Subject));
        Assert.Equal(file, store.Place);
    }

    [Fact]
    public async Task Refusals_and_challenges_are_logged_with_reason_and_reference()
    {
        var lines = new Lines();
        await using var app = await StartAsync(configure: builder => builder.Logging.AddProvider(lines).AddFilter("Countersign", LogLevel.Information));

        using var refused = await app.GetAsync("/users/7", DoorApplication.Basic("nobody", "wrong"));
        using var asked = await app.GetAsync("/users/7");

        var reference = refused.Headers.GetValues("Countersign-Reference").Single();
        Assert.Contains($"1120 Warning Refused on /users/{{id}}: basic-unknown-user (scheme file, subject n***, client 255.255.255.255, status 401, reference {reference})", lines.All);
        Assert.Contains($"1121 Information Challenged on /users/{{id}}: credentials-missing (client 255.255.255.255, reference {asked.Headers.GetValues("Countersign-Reference").Single()})", lines.All);
    }

    [Fact]
    public async Task Decisions_are_counted_and_traced_by_route_scheme_and_reason()
    {
        const string Route = "/counted/{id}"; // listeners hear of the applications of other tests as well
        var spans = new ConcurrentBag<Activity>();
        using var spanListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Countersign.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(spanListener);
        await using var app = await StartAsync(pipeline: app => app.MapGet(Route, () => "").RequireCountersign("people"));
        var counted = new ConcurrentBag<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Countersign.AspNetCore")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, count, tags, _) => counted.Add($"{instrument.Name} {count} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        meters.Start();

        (await app.GetAsync("/counted/7", DoorApplication.Basic("anna"))).Dispose();
        (await app.GetAsync("/counted/8", DoorApplication.Basic("anna", "wrong"))).Dispose();
        meters.RecordObservableInstruments();

        Assert.Contains($"countersign.aspnetcore.decisions 1 {Route} admitted file", counted);
        Assert.Contains($"countersign.aspnetcore.decisions 1 {Route} refused file basic-wrong-password", counted);
        var told = spans.Where(span => Route.Equals(span.GetTagItem("http.route"))).Select(span => $"{span.GetTagItem("countersign.outcome")} {span.GetTagItem("error.type")}");
        Assert.Equal(["admitted ", "refused basic-wrong-password"], told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_has_too_much_refused_has_to_wait()
    {
        await using var app = await StartAsync(door => door.Limits = new() { RefusalsPerMinute = 1 });

        var statuses = new List<int>();
        for (var request = 0; request < 4; request++)
            statuses.Add((await DoorApplication.ReadAsync(app.GetAsync("/users/7", DoorApplication.Basic(request.ToString(CultureInfo.InvariantCulture), "wrong")))).Status);

        Assert.Equal(401, statuses[0]);
        Assert.Contains(429, statuses);
    }

    [Fact]
    public async Task A_name_that_was_guessed_at_too_often_has_to_wait_with_the_right_password_too()
    {
        await using var app = await StartAsync(door => door.Limits = new() { AttemptsPerName = 2 });

        (await app.GetAsync("/users/7", DoorApplication.Basic("anna", "wrong"))).Dispose();
        (await app.GetAsync("/users/7", DoorApplication.Basic("anna", "wronger"))).Dispose();
        using var answer = await app.GetAsync("/users/7", DoorApplication.Basic("anna"));

        Assert.NotEqual(200, (int)answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_health_of_the_application_tells_of_the_store()
    {
        await using var app = await StartAsync(configure: builder => builder.Services.AddHealthChecks().AddCountersign());

        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Healthy, report.Entries["countersign"].Status);
    }

    [Fact]
    public async Task An_answer_that_the_application_gathers_is_whole()
    {
        await using var app = await StartAsync(pipeline: app => app.Use(async (context, next) =>
        {
            var body = context.Response.Body;
            using var gathered = new MemoryStream();
            context.Response.Body = gathered;
            await next(context);
            context.Response.Body = body;
            await body.WriteAsync(gathered.ToArray());
        }));

        Assert.Equal((401, "credentials-missing"), await DoorApplication.ReadAsync(app.GetAsync("/users/7")));
    }

    [Fact]
    public async Task A_store_that_can_not_be_opened_ends_the_start() =>
        await Assert.ThrowsAsync<StoreUnavailableException>(() => StartAsync(door => door.Store = Path.Combine("users.htpasswd", "door.db")));

    private static Task<DoorApplication> StartAsync(
        Action<CountersignOptions>? door = null, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? pipeline = null) =>
        DoorApplication.StartAsync(
            options =>
            {
                options.AddPolicy("people", policy => policy.AnyOf("file"));
                door?.Invoke(options);
            },
            app =>
            {
                pipeline?.Invoke(app);
                app.UseRouting();
                app.UseCountersign();
                app.MapGet("/users/{id}", () => "").RequireCountersign("people");
            },
            configure);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IEnumerable<string> All => _all;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue($"{eventId.Id} {logLevel} {formatter(state, exception)}");

        public void Dispose()
        {
            // Nothing to let go of.
        }
    }
}
