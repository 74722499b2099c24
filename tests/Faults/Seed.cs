using System.Globalization;

namespace Cartwright.Faults;

/// <summary>The seed of a test's random choices. It is printed, and can be given again.</summary>
internal static class Seed
{
    private const string Variable = "CARTWRIGHT_SEED";

    /// <summary>The seed of the environment, or else a new one.</summary>
    public static int Draw(ITestOutputHelper output)
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        var seed = given is null
            ? System.Random.Shared.Next()
            : int.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture);
        var method = TestContext.Current.TestMethod!.MethodName;
        output.WriteLine($"The same choices again: {Variable}={seed} ./test Faults -- -method \"*{method}\"");
        return seed;
    }
}
