using System.Diagnostics;

namespace Countersign.TestKit;

/// <summary>Waits for what comes in a moment, and on a busy machine in some more of them.</summary>
public static class Eventually
{
    /// <summary>Whether it comes to be so.</summary>
    public static Task<bool> IsSoAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()), so => so);

    /// <summary>Whether it comes to be so in this many seconds, or was so at the first look after them.</summary>
    public static Task<bool> IsSoWithinAsync(double seconds, Func<bool> isSo) => WithinAsync(seconds, () => Task.FromResult(isSo()), so => so);

    /// <summary>Asks again until the answer is as wished or the patience ends; the last answer. Only a test that fails waits to the end.</summary>
    public static Task<T> UntilAsync<T>(Func<Task<T>> ask, Predicate<T> isGood, double pause = 0.025) => WithinAsync(60, ask, isGood, pause);

    /// <summary>Asks again until the answer is as wished; what is asked later than the given time, in seconds, gets no second chance.</summary>
    public static async Task<T> WithinAsync<T>(double seconds, Func<Task<T>> ask, Predicate<T> isGood, double pause = 0.025)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var isLast = watch.Elapsed.TotalSeconds > seconds;
            var answer = await ask();
            if (isGood(answer) || isLast)
                return answer;
            await Task.Delay(TimeSpan.FromSeconds(pause));
        }
    }
}
