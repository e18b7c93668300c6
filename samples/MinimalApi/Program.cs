using System.Security.Claims;
using Countersign.AspNetCore;
using Countersign.Samples.MinimalApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCountersign(door =>
{
    door.AddSessions("visits", visits =>
    {
        visits.Service = "Meters";
        visits.AllowCleartext = builder.Environment.IsDevelopment();
    });
    door.AddBasic("staff", basic =>
    {
        basic.Realm = "Staff";
        basic.AllowCleartext = builder.Environment.IsDevelopment();
    });
    door.AddApiKeys("devices");
    door.AddPolicy("people", policy => policy.AnyOf("visits", "staff"));
    door.AddPolicy("operators", policy => policy.AnyOf("visits", "staff").Groups("ops"));
    door.AddPolicy("meters", policy => policy.AnyOf("devices").Scopes("readings"));
    door.RequireByDefault("people");
});
builder.Services.AddHealthChecks().AddCountersign();

var app = builder.Build();
app.UseCountersign();

app.MapGet("/", () => "Open to everybody. Try /welcome in a browser, and /me, /operators and /readings.").AllowAnonymous();
app.MapHealthChecks("/health").AllowAnonymous();
app.MapGet("/welcome", (ClaimsPrincipal user) => Results.Content(WelcomePage.For(user), "text/html"));
app.MapGet("/me", (ClaimsPrincipal user) => new { name = user.Identity?.Name, isOperator = user.IsInRole("ops") });

var operators = app.MapGroup("/operators").RequireCountersign("operators");
operators.MapGet("/", (ClaimsPrincipal user) => $"Welcome, {user.Identity?.Name}.");

app.MapPost("/readings", (HttpContext context) => $"Taken from {context.GetCountersign()?.Subject.Name}.").RequireCountersign("meters");

if (app.Environment.IsDevelopment())
    FirstAccounts.Add(app.Services);
app.Run();
