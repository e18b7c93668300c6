using System.Security.Claims;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>An application at which people sign in: eve of the store (password secret, group ops).</summary>
internal static class PeopleApplication
{
    /// <summary>Starts one.</summary>
    /// <param name="sessions">What it says of its sessions, which come without TLS.</param>
    /// <param name="door">What it says beside that; the policies people, operators, plain and sent are there.</param>
    /// <param name="map">Further endpoints.</param>
    /// <param name="clock">The time; null for that of the machine.</param>
    /// <param name="onSocket">Whether Kestrel serves it.</param>
    public static Task<DoorApplication> StartAsync(
        Action<SessionSchemeOptions>? sessions = null, Action<CountersignOptions>? door = null, Action<WebApplication>? map = null, TimeProvider? clock = null, bool onSocket = false) =>
        DoorApplication.StartAsync(
            options =>
            {
                options.AddSessions("people", people =>
                {
                    people.AllowCleartext = true;
                    sessions?.Invoke(people);
                });
                options.AddPolicy("people", policy => policy.AnyOf("people"));
                options.AddPolicy("both", policy => policy.AnyOf("people", "staff"));
                options.AddPolicy("operators", policy => policy.AnyOf("people").Groups("ops"));
                options.AddPolicy("plain", policy => policy.AnyOf("people").OnUnauthenticated(UnauthenticatedAnswer.Challenge));
                options.AddPolicy("sent", policy => policy.AnyOf("people").OnUnauthenticated(UnauthenticatedAnswer.Login));
                door?.Invoke(options);
            },
            app =>
            {
                app.UseCountersign();
                app.MapMethods("/people", ["GET", "POST"], (HttpContext context) => $"{context.Request.Method} {context.User.Identity!.Name}{context.Request.QueryString}").RequireCountersign("people");
                app.MapGet("/both", (ClaimsPrincipal user) => user.Identity!.AuthenticationType).RequireCountersign("both");
                app.MapGet("/operators", (ClaimsPrincipal user) => $"{user.Identity!.Name} {user.IsInRole("ops")} {user.FindFirstValue(ClaimTypes.Email)}").RequireCountersign("operators");
                app.MapGet("/plain", () => "").RequireCountersign("plain");
                app.MapGet("/sent", () => "").RequireCountersign("sent");
                app.MapGet("/open", () => "open");
                map?.Invoke(app);
            },
            builder =>
            {
                if (clock is not null)
                    builder.Services.AddSingleton(clock);
            },
            onSocket);

    public static Door DoorOf(this DoorApplication app) => app.Services.GetRequiredService<Door>();

    public static UserStore UsersOf(this DoorApplication app) => app.Services.GetRequiredService<UserStore>();
}
