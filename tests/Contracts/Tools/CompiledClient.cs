using System.Runtime.Loader;
using Cartwright.Contracts.Sessions;
using Cartwright.Http.Tests.Server;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cartwright.Contracts.Tools;

/// <summary>A generated client in C#, compiled with the session that calls it.</summary>
internal static class CompiledClient
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Compiles all files of a folder with a session, and returns the session's method.</summary>
    /// <param name="folder">The folder of the generated client.</param>
    /// <param name="session">The path of the session in the repository.</param>
    public static Func<Uri, Task<SessionReport>> Compile(string folder, string session)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Append(Repository.File(session))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings, options));
        var compilation = CSharpCompilation.Create(
            $"Generated.{Path.GetFileNameWithoutExtension(session)}",
            trees,
            References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        using var assembly = new MemoryStream();
        var compiled = compilation.Emit(assembly);
        var errors = compiled.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(compiled.Success, string.Join('\n', errors.Take(20)));

        assembly.Position = 0;
        var type = AssemblyLoadContext.Default.LoadFromStream(assembly).GetTypes()
            .Single(candidate => candidate.Name == Path.GetFileNameWithoutExtension(session));
        return type.GetMethod("RunAsync")!.CreateDelegate<Func<Uri, Task<SessionReport>>>();
    }

    // The framework and the packages of this project, with which the tests run.
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path));
}
