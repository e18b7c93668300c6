using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>A cache of the application's own before the door, which gives out what it kept before anybody is judged.</summary>
public sealed class CachedDoorTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_got_with_a_key_is_given_to_nobody_without(bool isBefore)
    {
        var served = 0;
        await using var app = await DoorApplication.StartAsync(
            door =>
            {
                door.AddApiKeys("devices");
                door.AddPolicy("meters", policy => policy.AnyOf("devices"));
            },
            app =>
            {
                if (isBefore)
                    app.UseOutputCache();
                app.UseCountersign();
                if (!isBefore)
                    app.UseOutputCache();
                app.MapGet("/readings", () => $"kept {++served}").CacheOutput().RequireCountersign("meters");
                app.MapGet("/open", () => ++served).CacheOutput();
            },
            builder => builder.Services.AddOutputCache());
        var keys = app.Services.GetRequiredService<ApiKeyStore>();
        var (first, second) = (keys.Create("first"), keys.Create("second"));

        Assert.Equal("kept 1", await TextAsync(first.Key.Reveal()));
        Assert.Equal((401, "credentials-missing"), await DoorApplication.ReadAsync(app.GetAsync("/readings")));
        Assert.Equal("kept 2", await TextAsync(second.Key.Reveal()));
        Assert.Equal(await app.Client.GetStringAsync("/open", Cancel), await app.Client.GetStringAsync("/open", Cancel));

        async Task<string> TextAsync(string key)
        {
            using var answer = await app.GetAsync("/readings", null, ("X-API-Key", key));
            return await answer.Content.ReadAsStringAsync(Cancel);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
